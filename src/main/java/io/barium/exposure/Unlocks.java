package io.barium.exposure;

import io.barium.exposure.Pseudonyms.Identity;
import io.barium.exposure.UnlockRefused.Why;
import io.barium.view.Audit;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Shows the name of an agent, when two people with the right to it have agreed, one of them with a reason, and only
 * where what is concluded on the case allows it. Every step is in the audit log before it has any effect, refused ones
 * too.
 */
public final class Unlocks {
    /** So long a request can be approved, and so long the name can be looked at afterwards. */
    static final Duration VALIDITY = Duration.ofDays(1);

    private final UnlockStore store;
    private final Pseudonyms pseudonyms;
    private final Set<String> people;
    private final Naming naming;
    private final Audit audit;
    private final Clock clock;

    /**
     * Unlocks over Barium's own database.
     *
     * @param people names of operators and API keys who have the right
     * @param naming says of whom the case allows the name
     */
    public Unlocks(Pool pool, Pseudonyms pseudonyms, List<String> people, Naming naming, Clock clock) {
        this.store = new UnlockStore(pool, VALIDITY);
        this.pseudonyms = pseudonyms;
        this.people = Set.copyOf(people);
        this.naming = naming;
        this.audit = new Audit(pool, clock);
        this.clock = clock;
    }

    /**
     * Somebody who is signed in.
     *
     * @param name of the operator or API key; one name is one person, whatever he uses
     * @param recorded how the audit log calls him
     */
    public record Person(String name, String recorded) {}

    /** A name that two people may see, until a time. */
    public record Shown(Unlock unlock, Identity identity) {}

    /**
     * Asks for a name.
     *
     * @param reason why it is needed
     * @return the request, or one that this person has made or approved already; fails with {@link UnlockRefused}
     */
    public Future<Unlock> request(Person who, long caseId, String origin, String reason) {
        return step(
                who,
                "unlock-request",
                caseId,
                origin,
                () -> store.valid(caseId, origin, clock.instant()).compose(valid -> {
                    for (Unlock there : valid) {
                        if (there.isOf(who.name())) {
                            return Future.succeededFuture(there);
                        }
                        if (!there.approved()) {
                            return refuse(
                                    Why.NOT_NOW, there.requestedBy() + " has asked for this name already: approve it");
                        }
                    }
                    return recorded(who, "unlock-request", caseId, origin)
                            .compose(v -> store.insert(caseId, origin, reason, who.name(), clock.instant()));
                }));
    }

    /** Agrees to somebody else's request; fails with {@link UnlockRefused}. */
    public Future<Unlock> approve(Person who, long caseId, String origin) {
        return step(
                who,
                "unlock-approve",
                caseId,
                origin,
                () -> store.valid(caseId, origin, clock.instant()).compose(valid -> {
                    List<Unlock> open =
                            valid.stream().filter(u -> !u.approved()).toList();
                    if (open.isEmpty()) {
                        return refuse(Why.NOT_NOW, "nobody asks for this name: a request stands for a day");
                    }
                    return open.stream()
                            .filter(u -> !u.isOf(who.name()))
                            .findFirst()
                            .map(request -> recorded(who, "unlock-approve", caseId, origin)
                                    .compose(v -> store.approve(request.id(), who.name(), clock.instant()))
                                    .compose(done -> done.map(Future::succeededFuture)
                                            .orElseGet(() -> refuse(Why.NOT_NOW, "it is approved already"))))
                            .orElseGet(() -> refuse(Why.NO_RIGHT, "who asks for a name cannot approve it himself"));
                }));
    }

    /** The name, for the two who unlocked it; fails with {@link UnlockRefused}. */
    public Future<Shown> name(Person who, long caseId, String origin) {
        return step(
                who,
                "unlock-name",
                caseId,
                origin,
                () -> store.valid(caseId, origin, clock.instant())
                        .compose(
                                valid -> valid.stream()
                                        .filter(u -> u.approved() && u.isOf(who.name()))
                                        .findFirst()
                                        .map(unlock -> recorded(who, "unlock-name", caseId, origin)
                                                .compose(v -> store.sealed(origin))
                                                .map(hidden -> new Shown(unlock, pseudonyms.open(origin, hidden))))
                                        .orElseGet(
                                                () -> refuse(
                                                        Why.NO_RIGHT,
                                                        "the name is not unlocked for you: two people have to, and it stays so for a day"))));
    }

    private <T> Future<T> step(Person who, String action, long caseId, String origin, Supplier<Future<T>> taken) {
        if (!Pseudonyms.isOne(origin)) {
            return refuse(Why.UNKNOWN, "no such agent; other origins have no name to unlock");
        }
        return allowed(who, caseId, origin)
                .compose(v -> taken.get())
                .recover(e -> e instanceof UnlockRefused
                        ? audit.record(who.recorded(), action + "-refused", object(caseId, origin))
                                .compose(v -> Future.failedFuture(e))
                        : Future.failedFuture(e));
    }

    private Future<Void> allowed(Person who, long caseId, String origin) {
        if (!people.contains(who.name())) {
            return refuse(Why.NO_RIGHT, "you may not unlock names: unlock.people does not have " + who.name());
        }
        return store.known(caseId, origin)
                .compose(known ->
                        known ? naming.allowed(caseId, origin) : refuse(Why.UNKNOWN, "no such case, or no such agent"))
                .compose(allowed -> allowed
                        ? Future.succeededFuture()
                        : refuse(
                                Why.NOT_NOW,
                                "the newest verdict of case " + caseId
                                        + " does not allow a person's name to be shown"));
    }

    private Future<Void> recorded(Person who, String action, long caseId, String origin) {
        return audit.record(who.recorded(), action, object(caseId, origin));
    }

    private static String object(long caseId, String origin) {
        return "case/" + caseId + "/" + origin;
    }

    private static <T> Future<T> refuse(Why why, String message) {
        return Future.failedFuture(new UnlockRefused(why, message));
    }
}
