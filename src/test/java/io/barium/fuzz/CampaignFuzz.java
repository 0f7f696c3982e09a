package io.barium.fuzz;

import io.barium.campaign.Campaigns;
import io.barium.campaign.Campaigns.Joined;
import io.barium.campaign.Observed;
import io.barium.campaign.Profile;
import io.barium.campaign.Tuning;
import io.barium.model.Call;
import io.barium.model.CallStage;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Sms;
import io.barium.model.StirShaken;
import io.barium.provider.kit.QuoteFinder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Contacts a line each, of whatever senders and words: twice the same campaigns, each opened before, in readable words.
 */
public final class CampaignFuzz {
    private static final int MOST = 200;
    private static final Tuning SMALL = new Tuning(Duration.ofDays(90), Duration.ofMinutes(30), 50, 10, Set.of());

    private CampaignFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        List<Contact> contacts = contacts(new String(data, StandardCharsets.UTF_8));
        List<Joined> joined = take(contacts);
        Holds.that(joined.equals(take(contacts)), "taken twice, two answers");
        Set<Long> standing = new HashSet<>();
        List<Observed> seen = new ArrayList<>();
        for (int i = 0; i < joined.size(); i++) {
            Joined j = joined.get(i);
            if (j.because().isEmpty()) {
                Holds.that(j.campaign() == i, "a campaign without a first contact");
                standing.add((long) i);
            }
            Holds.that(standing.contains(j.campaign()), "joined what does not stand");
            Holds.that(standing.removeAll(j.absorbed()) == !j.absorbed().isEmpty(), "absorbed what does not stand");
            j.because().forEach(r -> readable(r.text(), 160));
            seen.add(new Observed(i, Holds.NOW.plusSeconds(600L * i), contacts.get(i), j.campaign()));
        }
        Profile profile = Profile.of(seen, List.of("Northwind", "northwind.example"));
        profile.wordings().forEach(w -> readable(w.excerpt(), 300));
        profile.callers().forEach(c -> readable(c.value(), 120));
        profile.linkDomains().forEach(c -> readable(c.value(), 120));
    }

    private static void readable(String text, int most) {
        Holds.that(text.length() <= most, "text beyond its bound");
        Holds.that(text.codePoints().noneMatch(Character::isISOControl), "control character");
    }

    private static List<Joined> take(List<Contact> contacts) {
        Campaigns campaigns = new Campaigns(SMALL);
        List<Joined> joined = new ArrayList<>();
        for (int i = 0; i < contacts.size(); i++) {
            joined.add(campaigns.take(i, Holds.NOW.plusSeconds(600L * i), contacts.get(i)));
        }
        return joined;
    }

    /** Tab between sender, subject and text; what the sender looks like makes the channel. */
    private static List<Contact> contacts(String text) {
        List<Contact> contacts = new ArrayList<>();
        for (String line : text.split("\n", MOST)) {
            String[] parts = line.split("\t", 3);
            String from = parts[0];
            String subject = parts.length > 1 ? parts[1] : "";
            String said = parts[parts.length - 1];
            String id = "e" + contacts.size();
            var quotes = QuoteFinder.find(said, "US");
            if (from.indexOf('@') >= 0) {
                contacts.add(new Mail(
                        id,
                        null,
                        from,
                        List.of("ann@ours.example"),
                        List.of(from),
                        subject,
                        List.of(),
                        subject,
                        subject,
                        said,
                        false,
                        List.of(),
                        MailAuthentication.UNKNOWN,
                        quotes));
            } else if (subject.isEmpty()) {
                contacts.add(new Sms(id, null, from, "+12025550111", said, List.of(), quotes));
            } else {
                contacts.add(new Call(
                        id,
                        null,
                        subject,
                        CallStage.INCOMING,
                        from,
                        "+12025550111",
                        subject,
                        null,
                        StirShaken.UNKNOWN,
                        null,
                        null,
                        null,
                        said,
                        quotes));
            }
        }
        return contacts;
    }
}
