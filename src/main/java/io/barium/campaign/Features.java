package io.barium.campaign;

import io.barium.model.Attachment;
import io.barium.model.AuthResult;
import io.barium.model.Call;
import io.barium.model.Contact;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.StirShaken;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one contact may have in common with others.
 *
 * @param found each key once
 * @param wording of its text
 */
record Features(List<Feature> found, Wording wording) {
    private static final int MOST_DOMAINS = 20;
    private static final int MOST_NUMBERS = 10;
    private static final int MOST_ATTACHMENTS = 5;
    /** A list of so many names no one sender. */
    private static final int FEW = 6;

    private static final int SMALL_FILE = 1_024;
    private static final int SHORTEST_SUBJECT = 12;
    private static final int LONGEST_ADDRESS = 320;

    /**
     * Reads a contact.
     *
     * @param shared domains that join nothing, beside those that everybody knows
     */
    static Features of(Contact contact, Set<String> shared) {
        Reader reader = new Reader(contact, shared);
        reader.read();
        return new Features(
                List.copyOf(reader.found.values()), Wording.of(contact.text(), names(contact.recipients())));
    }

    /** Campaigns greet their victims by what stands before the at-sign. */
    private static Set<String> names(List<String> recipients) {
        Set<String> names = new HashSet<>();
        for (String to : recipients.subList(0, Math.min(recipients.size(), MOST_NUMBERS))) {
            int at = Math.min(to.indexOf('@'), 64);
            if (at > 0) {
                for (String part : Folding.fold(to.substring(0, at), 64).split("[^\\p{L}]+", MOST_NUMBERS)) {
                    if (part.length() >= 3) {
                        names.add(part);
                    }
                }
            }
        }
        return names;
    }

    private static final class Reader {
        private final Contact contact;
        private final Set<String> shared;
        private final Set<String> ours = new HashSet<>();
        private final Map<String, Feature> found = new LinkedHashMap<>();

        Reader(Contact contact, Set<String> shared) {
            this.contact = contact;
            this.shared = shared;
            for (String to : contact.recipients()) {
                String digits = CallerNumber.digits(to);
                ours.add(digits == null ? to.toLowerCase(Locale.ROOT) : digits);
            }
        }

        void read() {
            String thread = contact.thread();
            if (thread != null) {
                add(Feature.of(Kind.THREAD, contact.channel() + " " + thread, ""));
            }
            if (contact instanceof Mail mail) {
                mail(mail);
            } else {
                caller(contact.sender());
                if (contact instanceof Call call) {
                    name(call.callerName());
                }
            }
            links();
            numbers();
            addresses();
        }

        private void add(Feature feature) {
            found.putIfAbsent(feature.key(), feature);
        }

        private void caller(@Nullable String from) {
            String digits = CallerNumber.digits(from);
            if (digits == null || from == null) {
                String name = CallerNumber.name(from);
                if (name != null) {
                    add(Feature.of(Kind.SENDER_ID, "id " + name, name));
                }
                return;
            }
            if (ours.contains(digits)) {
                return;
            }
            boolean refuted =
                    contact instanceof Call call && call.stirShaken().verification() == StirShaken.Verification.FAILED;
            boolean doubtful = refuted || CallerNumber.isNeighbour(digits, contact.recipients());
            String shown = CallerNumber.shown(from, digits);
            add(new Feature(Kind.CALLER, "tel " + digits, shown, doubtful ? .5 : Kind.CALLER.weight));
            if (doubtful || digits.length() < 9) {
                return;
            }
            block(Kind.CALLER_HUNDRED, shown, digits, 2);
            block(Kind.CALLER_THOUSAND, shown, digits, 3);
            String thousand = digits.substring(0, digits.length() - 3);
            add(Feature.of(Kind.CALL_BURST, "burst " + contact.channel() + " " + thousand, "from one caller block"));
        }

        private void block(Kind kind, String shown, String digits, int open) {
            String start = digits.substring(0, digits.length() - open);
            String block = shown.substring(0, shown.length() - open) + "x".repeat(open);
            add(Feature.of(kind, "block " + start, block));
        }

        private void mail(Mail mail) {
            MailAuthentication checked = mail.authentication();
            boolean vouched = checked.dmarc() == AuthResult.PASS;
            boolean refuted = checked.dmarc() == AuthResult.FAIL || (!vouched && checked.spf() == AuthResult.FAIL);
            checked.dkimDomains().stream().limit(3).forEach(d -> domain(Kind.SENDER_DOMAIN, d, 1));
            if (mail.envelopeFrom() != null) {
                sender(mail.envelopeFrom(), checked.spf() == AuthResult.FAIL ? .5 : 1);
            }
            mail.headerFrom().stream().limit(2).forEach(a -> sender(a, refuted ? .5 : 1));
            name(mail.headerFromName());
            host(mail.messageId());
            subject(mail.subject());
            for (Attachment file : mail.attachments()
                    .subList(0, Math.min(MOST_ATTACHMENTS, mail.attachments().size()))) {
                boolean picture = file.contentType().toLowerCase(Locale.ROOT).startsWith("image/");
                if (file.size() >= SMALL_FILE) {
                    String shown = file.name().isEmpty() ? file.sha256() : file.name();
                    add(new Feature(Kind.ATTACHMENT, "file " + file.sha256(), shown, picture ? .5 : 1));
                }
            }
        }

        private void sender(String address, double trust) {
            String domain = Hosts.ofAddress(address);
            if (domain != null && address.length() <= LONGEST_ADDRESS) {
                String lower = address.toLowerCase(Locale.ROOT);
                add(new Feature(Kind.ADDRESS, "address " + lower, lower, trust * Kind.ADDRESS.weight));
                domain(Kind.SENDER_DOMAIN, domain, trust);
            }
        }

        private void domain(Kind kind, String host, double trust) {
            String domain = Hosts.registrable(host);
            if (!SharedDomains.contains(domain) && !shared.contains(domain)) {
                add(new Feature(kind, "domain " + domain, domain, trust * kind.weight));
            }
        }

        private void host(@Nullable String messageId) {
            String host = messageId == null ? null : Hosts.ofAddress(messageId);
            if (host != null) {
                String domain = Hosts.registrable(host);
                if (!SharedDomains.contains(domain)
                        && !shared.contains(domain)
                        && !found.containsKey("domain " + domain)) {
                    add(Feature.of(Kind.MAIL_HOST, "host " + host, host));
                }
            }
        }

        private void name(@Nullable String name) {
            String folded = name == null ? "" : Folding.words(name, 100).strip();
            if (name != null && folded.length() >= 6) {
                add(Feature.of(Kind.NAME, "name " + folded, name));
            }
        }

        private void subject(String subject) {
            String shape = Wording.letters(subject, names(contact.recipients())).toString();
            if (shape.length() >= SHORTEST_SUBJECT) {
                add(Feature.of(Kind.SUBJECT, "subject " + shape, subject));
                add(Feature.of(Kind.MAIL_BURST, "burst subject " + shape, "with one subject"));
            }
        }

        private void links() {
            Map<String, String> domains = new LinkedHashMap<>();
            Map<String, String> pages = new LinkedHashMap<>();
            for (String link : contact.quotes().links()) {
                String host = Hosts.ofLink(link);
                if (host == null || domains.size() + pages.size() >= MOST_DOMAINS) {
                    continue;
                }
                String domain = Hosts.registrable(host);
                if (shared.contains(domain)) {
                    continue;
                }
                if (!SharedDomains.contains(domain)) {
                    domains.put("domain " + domain, domain);
                } else {
                    String page = Hosts.page(link);
                    if (page != null) {
                        pages.put("page " + page, page);
                    }
                }
            }
            double each = domains.size() > FEW ? .5 : 1;
            domains.forEach((key, shown) -> add(new Feature(Kind.LINK_DOMAIN, key, shown, each)));
            pages.forEach((key, shown) -> add(new Feature(Kind.LINK, key, shown, pages.size() > FEW ? .5 : 1)));
        }

        private void numbers() {
            List<String> numbers = contact.quotes().phoneNumbers();
            double each = numbers.size() > FEW ? .5 : 1;
            for (String number : numbers.subList(0, Math.min(MOST_NUMBERS, numbers.size()))) {
                String digits = CallerNumber.digits(number);
                if (digits != null && !ours.contains(digits)) {
                    add(new Feature(Kind.CALL_BACK, "tel " + digits, CallerNumber.shown(number, digits), each));
                }
            }
        }

        private void addresses() {
            List<String> addresses = contact.quotes().mailAddresses();
            double each = addresses.size() > FEW ? .5 : 1;
            for (String address : addresses.subList(0, Math.min(MOST_NUMBERS, addresses.size()))) {
                String lower = address.toLowerCase(Locale.ROOT);
                if (!ours.contains(lower) && address.length() <= LONGEST_ADDRESS) {
                    add(new Feature(Kind.REPLY_ADDRESS, "address " + lower, lower, each));
                }
            }
        }
    }
}
