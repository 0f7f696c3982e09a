package io.barium.alert;

import io.barium.config.MailAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Whom an attempt has reached so far. Safe for use by any thread: its time limit may end an attempt at any moment. */
final class Reached {
    private final boolean othersHaveIt;
    private final List<String> left;
    private final Map<String, Throwable> refusals = new LinkedHashMap<>();
    private boolean somebody;

    /**
     * Nobody yet.
     *
     * @param to recipients of the attempt, with or without names
     * @param othersHaveIt whether an earlier attempt has reached others
     */
    Reached(List<String> to, boolean othersHaveIt) {
        this.left = new ArrayList<>(to.stream().map(MailAddress::bare).toList());
        this.othersHaveIt = othersHaveIt;
    }

    /** These have it, by their bare addresses. */
    synchronized void took(List<String> addresses) {
        somebody |= left.removeAll(addresses);
    }

    /** The relay does not take it for this one, by what it answered. */
    synchronized void refused(String address, Throwable reply) {
        refusals.put(address, reply);
    }

    /** Whether somebody has it, of this attempt or an earlier one. */
    synchronized boolean isPart() {
        return somebody || othersHaveIt;
    }

    /** Whether somebody of this attempt has it. */
    synchronized boolean isSomebody() {
        return somebody;
    }

    /** Who does not have it, by bare address. */
    synchronized List<String> left() {
        return List.copyOf(left);
    }

    /** Who was refused, with the relay's reply. */
    synchronized String refused() {
        return refusals.entrySet().stream()
                .map(r -> r.getKey() + " ("
                        + Wording.oneLine(String.valueOf(r.getValue().getMessage()), 150) + ")")
                .collect(Collectors.joining(", "));
    }

    /** The first refusal that is not for good. */
    synchronized Optional<Throwable> passing() {
        return refusals.values().stream()
                .filter(e -> !MailFailure.ofRecipientForGood(e))
                .findFirst();
    }
}
