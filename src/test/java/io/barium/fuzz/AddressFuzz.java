package io.barium.fuzz;

import io.barium.provider.kit.AddressParser;
import io.barium.provider.kit.AddressParser.Mailbox;
import java.util.List;
import java.util.Locale;

/** Mailbox lists: whatever is found is an address, bounded, and comes from the text. */
public final class AddressFuzz {
    private AddressFuzz() {}

    /** Called by the fuzzer. */
    public static void fuzzerTestOneInput(byte[] data) {
        String list = Holds.latin(data);
        List<Mailbox> found = AddressParser.mailboxes(list);
        Holds.that(found.size() <= 1_000, "too many");
        for (Mailbox mailbox : found) {
            int at = mailbox.address().lastIndexOf('@');
            Holds.that(at > 0 && at < mailbox.address().length() - 1, "no address");
            Holds.that(mailbox.address().length() <= 320, "address beyond its bound");
            String domain = mailbox.address().substring(at + 1);
            Holds.that(domain.equals(domain.toLowerCase(Locale.ROOT)), "domain not in lower case");
            Holds.that(mailbox.address().chars().noneMatch(Character::isISOControl), "control character");
            Holds.that(mailbox.name() == null || mailbox.name().length() <= list.length(), "name longer than the list");
        }
        Holds.that(AddressParser.addresses(list).size() <= found.size(), "more addresses than mailboxes");
    }
}
