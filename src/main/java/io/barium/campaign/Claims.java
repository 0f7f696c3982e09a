package io.barium.campaign;

import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** In whose name a contact speaks. */
public final class Claims {
    private static final int MOST_TEXT = 20_000;
    private static final int MOST_LINKS = 40;
    private static final int MOST_OURS = 10;
    /** A shorter name stands inside too many words. */
    private static final int LONG_NAME = 6;

    private static final int SHORTEST = 3;

    private Claims() {}

    /**
     * Whether it speaks in the company's name: names it, uses its domains, or ones that look alike.
     *
     * @param brands names ("Acme Telecom") and domains ("acme.example"), as the company writes them; those of fewer
     *     than three letters are passed over
     */
    public static boolean speaksAs(Contact contact, List<String> brands) {
        return !of(contact, brands).isEmpty();
    }

    /** The brands that it speaks as. */
    static Set<String> of(Contact contact, List<String> brands) {
        String words = words(contact);
        Set<String> hosts = hosts(contact);
        Set<String> found = new LinkedHashSet<>();
        for (String brand : brands) {
            String name = Folding.words(brand, 200);
            if (name.strip().length() < SHORTEST) {
                continue;
            }
            if (words.contains(name) || hosts.stream().anyMatch(h -> passesFor(h, brand))) {
                found.add(brand);
            }
        }
        return found;
    }

    private static String words(Contact contact) {
        StringBuilder all = new StringBuilder(Folding.words(withoutOurs(contact), MOST_TEXT));
        if (contact instanceof Mail mail) {
            all.append(Folding.words(mail.subject(), 1_000));
            all.append(Folding.words(mail.headerFromName() == null ? "" : mail.headerFromName(), 200));
            mail.headerFrom().stream().limit(2).forEach(a -> all.append(Folding.words(local(a), 64)));
        } else if (contact instanceof Call call && call.callerName() != null) {
            all.append(Folding.words(call.callerName(), 200));
        } else if (contact.sender() != null) {
            all.append(Folding.words(contact.sender(), 40));
        }
        return all.toString();
    }

    /** A domain that our mailboxes are on is no claim of his. */
    private static String withoutOurs(Contact contact) {
        String text = contact.text();
        for (String ours : contact.recipients()
                .subList(0, Math.min(MOST_OURS, contact.recipients().size()))) {
            if (ours.indexOf('@') > 0 && text.indexOf('@') >= 0) {
                text = Pattern.compile(Pattern.quote(ours), Pattern.CASE_INSENSITIVE)
                        .matcher(text)
                        .replaceAll(" ");
            }
        }
        return text;
    }

    private static String local(String address) {
        int at = address.lastIndexOf('@');
        return at < 0 ? address : address.substring(0, at);
    }

    private static Set<String> hosts(Contact contact) {
        Set<String> hosts = new LinkedHashSet<>();
        contact.quotes().links().stream().limit(MOST_LINKS).map(Hosts::ofLink).forEach(h -> add(hosts, h));
        contact.quotes().mailAddresses().stream()
                .limit(MOST_LINKS)
                .filter(a -> !contact.recipients().contains(a))
                .map(Hosts::ofAddress)
                .forEach(h -> add(hosts, h));
        if (contact instanceof Mail mail) {
            mail.headerFrom().stream().limit(2).map(Hosts::ofAddress).forEach(h -> add(hosts, h));
            add(hosts, mail.envelopeFrom() == null ? null : Hosts.ofAddress(mail.envelopeFrom()));
        }
        return hosts;
    }

    private static void add(Set<String> hosts, @Nullable String host) {
        if (host != null) {
            hosts.add(host);
        }
    }

    /** Whether people would take a host for the brand's. */
    private static boolean passesFor(String host, String brand) {
        boolean domain = brand.indexOf('.') > 0 && brand.indexOf(' ') < 0;
        String owned = domain ? Hosts.registrable(brand.toLowerCase(Locale.ROOT)) : "";
        String registrable = Hosts.registrable(host);
        if (registrable.equals(owned)) {
            return true;
        }
        String label =
                domain ? owned.substring(0, owned.indexOf('.') < 0 ? owned.length() : owned.indexOf('.')) : brand;
        String name = Folding.skeleton(Hosts.unicode(label).replaceAll("[^\\p{L}\\p{N}]", ""));
        if (name.length() < SHORTEST) {
            return false;
        }
        for (String part : Hosts.unicode(host).split("\\.", -1)) {
            if (looksLike(part, name)) {
                return true;
            }
        }
        return false;
    }

    private static boolean looksLike(String label, String name) {
        String whole = Folding.skeleton(label);
        if (whole.equals(name)) {
            return true;
        }
        for (String part : label.split("-", -1)) {
            if (Folding.skeleton(part).equals(name)) {
                return true;
            }
        }
        return name.length() >= LONG_NAME && (whole.contains(name) || EditDistance.isAtMostOne(whole, name));
    }
}
