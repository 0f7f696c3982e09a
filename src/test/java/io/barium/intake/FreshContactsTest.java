package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FreshContactsTest {
    private static final UUID CHAIN = UUID.randomUUID();
    private static final int LONG = 60_000;

    private final FreshContacts fresh = new FreshContacts();

    @Test
    void a_contact_is_found_once_at_its_place_in_its_chain() {
        List<Entry> entries = Events.many("SM", 3);
        fresh.add(CHAIN, 7, prepared(entries));
        assertThat(fresh.take(CHAIN, 8)).isSameAs(entries.get(1).contact());
        assertThat(fresh.take(CHAIN, 8)).isNull();
        assertThat(fresh.take(CHAIN, 10)).isNull();
        assertThat(fresh.take(UUID.randomUUID(), 7)).isNull();
    }

    @Test
    void what_was_not_read_or_is_long_is_left_to_the_journal() {
        Prepared stored = Prepared.of(Events.sms("SM1"));
        Prepared longer = Prepared.of(Events.sms("SM2", "x".repeat(70_000)));
        fresh.add(CHAIN, 0, List.of(stored.unread("refused"), longer));
        assertThat(fresh.take(CHAIN, 0)).isNull();
        assertThat(fresh.take(CHAIN, 1)).isNull();
    }

    @Test
    void what_nobody_takes_is_forgotten_before_it_fills_the_memory() {
        int most = FreshContacts.MOST / LONG;
        for (int i = 0; i < 10 * most; i++) {
            fresh.add(CHAIN, i, List.of(Prepared.of(Events.sms("SM" + i, "x".repeat(LONG)))));
        }
        int kept = 0;
        for (int i = 0; i < 10 * most; i++) {
            kept += fresh.take(CHAIN, i) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(1, most);
    }

    @Test
    void short_contacts_are_bounded_in_number() {
        int many = FreshContacts.MOST / 500;
        for (int i = 0; i < many; i++) {
            fresh.add(CHAIN, i, List.of(Prepared.of(Events.sms("SM" + i, ""))));
        }
        int kept = 0;
        for (int i = 0; i < many; i++) {
            kept += fresh.take(CHAIN, i) == null ? 0 : 1;
        }
        assertThat(kept).isBetween(1, FreshContacts.MOST / 1_000);
    }

    @Test
    void what_was_taken_makes_room() {
        int several = 5 * FreshContacts.MOST / LONG;
        for (int i = 0; i < several; i++) {
            fresh.add(CHAIN, i, List.of(Prepared.of(Events.sms("SM" + i, "x".repeat(LONG)))));
            assertThat(fresh.take(CHAIN, i)).isNotNull();
        }
        fresh.add(CHAIN, several, prepared(Events.many("SM", 2)));
        assertThat(fresh.take(CHAIN, several)).isNotNull();
    }

    private static List<Prepared> prepared(List<Entry> entries) {
        return entries.stream().map(Prepared::of).toList();
    }
}
