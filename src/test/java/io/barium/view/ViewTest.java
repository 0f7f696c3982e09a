package io.barium.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.barium.db.Pools;
import io.barium.db.TestDatabase;
import io.barium.model.Channel;
import io.barium.model.Mail;
import io.barium.model.MatchedAs;
import io.barium.model.Standing;
import io.barium.model.TokenKind;
import io.barium.model.TokenRole;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ViewTest {
    private static final Clock CLOCK = Clock.fixed(Fixtures.NOW, ZoneOffset.UTC);
    private static Vertx vertx;
    private static Pool pool;
    private static Leak leak;
    private static Contacts contacts;

    @BeforeAll
    static void start() {
        vertx = Vertx.vertx();
        pool = Pools.open(vertx, TestDatabase.migrated(), 4);
        leak = new Leak(pool);
        contacts = new Contacts(pool);
    }

    @AfterAll
    static void stop() {
        pool.close().await();
        vertx.close().await();
    }

    @Test
    void contacts_come_oldest_first_and_later_reports_of_a_call_are_nested_in_it() {
        Page<ContactView> page = contacts.list(0, 100).await();
        assertThat(page.next()).isNull();
        assertThat(page.items())
                .extracting(ContactView::id)
                .containsExactly(
                        leak.mail,
                        leak.call,
                        leak.control,
                        leak.sms,
                        leak.unknown,
                        leak.expected,
                        leak.unreadable,
                        leak.waiting);
        ContactView call = page.items().get(1);
        assertThat(call.additions()).extracting(ContactView::id).containsExactly(leak.status, leak.transcription);
        assertThat(call.additions().get(1).matches())
                .extracting(Match::matchedAs, Match::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(MatchedAs.QUOTED_IN_TRANSCRIPT, Leak.PLANTED_TICKET));
    }

    @Test
    void pages_join_without_gap_or_repeat_in_both_directions() {
        List<Long> forward = new ArrayList<>();
        Long after = 0L;
        while (after != null) {
            Page<ContactView> page = contacts.list(after, 3).await();
            page.items().forEach(c -> forward.add(c.id()));
            after = page.next();
        }
        List<Long> backward = new ArrayList<>();
        Long before = null;
        do {
            Page<ContactView> page = contacts.recent(before, null, 3).await();
            page.items().forEach(c -> backward.add(0, c.id()));
            before = page.next();
        } while (before != null);
        assertThat(forward).hasSize(8).doesNotHaveDuplicates().isSorted();
        assertThat(backward).isEqualTo(forward);
    }

    @Test
    void a_contact_says_what_was_read_and_what_casework_made_of_it() {
        ContactView mail = contacts.get(leak.mail).await().orElseThrow();
        assertThat(mail.standing()).isEqualTo(Standing.CREDIBLE);
        assertThat(mail.caseId()).isEqualTo(leak.caseId);
        assertThat(mail.contact()).isInstanceOf(Mail.class);
        assertThat(mail.matches()).hasSize(2);
        ContactView waiting = contacts.get(leak.waiting).await().orElseThrow();
        assertThat(waiting.standing()).isNull();
        assertThat(waiting.why()).isNull();
        ContactView unreadable = contacts.get(leak.unreadable).await().orElseThrow();
        assertThat(unreadable.contact()).isNull();
        assertThat(unreadable.unreadable()).isEqualTo("no MIME header found");
        assertThat(contacts.get(987654321).await()).isEmpty();
    }

    @Test
    void an_addition_asked_for_by_its_id_names_its_contact() {
        ContactView addition = contacts.get(leak.transcription).await().orElseThrow();
        assertThat(addition.contactId()).isEqualTo(leak.call);
        assertThat(addition.additions()).isEmpty();
    }

    @Test
    void raw_bytes_come_back_as_they_were() {
        RawContact raw = contacts.raw(leak.mail).await().orElseThrow();
        assertThat(raw.channel()).isEqualTo(Channel.MAIL);
        assertThat(raw.inflate(raw.size())).isEqualTo(leak.mailRaw);
        assertThat(raw.inflate(4)).asString().isEqualTo("From");
        assertThat(raw.sha256()).isEqualTo(Fixtures.sha256(leak.mailRaw));
    }

    @Test
    void damaged_raw_bytes_are_told_and_not_passed_off_as_evidence() {
        RawContact whole = contacts.raw(leak.mail).await().orElseThrow();
        byte[] half = java.util.Arrays.copyOf(whole.deflated(), whole.deflated().length / 2);
        RawContact damaged = new RawContact(5, Channel.MAIL, half, whole.size(), whole.sha256(), null);
        assertThatThrownBy(() -> damaged.inflate(damaged.size()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("journal row 5");
    }

    @Test
    void a_case_has_its_contacts_in_order_a_page_at_a_time() {
        Page<ContactView> first = contacts.ofCase(leak.caseId, 0, 2).await();
        assertThat(first.items()).extracting(ContactView::id).containsExactly(leak.mail, leak.call);
        assertThat(first.items().get(1).additions()).hasSize(2);
        Page<ContactView> second = contacts.ofCase(leak.caseId, java.util.Objects.requireNonNull(first.next()), 2)
                .await();
        assertThat(second.items()).extracting(ContactView::id).containsExactly(leak.sms);
        assertThat(second.next()).isNull();
    }

    @Test
    void recent_contacts_are_filtered_by_standing() {
        for (Standing standing : Standing.values()) {
            List<ContactView> found =
                    contacts.recent(null, standing, 50).await().items();
            assertThat(found)
                    .as(standing.name())
                    .isNotEmpty()
                    .allSatisfy(c -> assertThat(c.standing()).isEqualTo(standing));
        }
    }

    @Test
    void tokens_are_filtered_and_their_hits_count_contacts_once() {
        Tokens tokens = new Tokens(pool);
        List<TokenView> planted =
                tokens.list(TokenRole.PLANTED, null, 0, 10).await().items();
        assertThat(planted)
                .extracting(TokenView::value, TokenView::hits)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Leak.PLANTED_MAIL, 1L),
                        org.assertj.core.groups.Tuple.tuple(Leak.PLANTED_PHONE, 2L),
                        org.assertj.core.groups.Tuple.tuple(Leak.PLANTED_TICKET, 2L));
        assertThat(planted).allSatisfy(t -> assertThat(t.plantedAt()).isEqualTo(Fixtures.NOW));
        assertThat(tokens.list(TokenRole.CONTROL, TokenKind.PHONE, 0, 10)
                        .await()
                        .items())
                .singleElement()
                .satisfies(t -> assertThat(t.hits()).isZero());
        assertThat(tokens.list(null, null, 0, 4).await().next()).isNotNull();
    }

    @Test
    void plantings_name_their_persona_and_tokens() {
        PlantingView planting = new Plantings(pool).list(0, 10).await().items().get(0);
        assertThat(planting.familyName()).isEqualTo("Amsel");
        assertThat(planting.tokenIds()).hasSize(3);
        assertThat(planting.segments().getString("queue")).isEqualTo("billing");
        assertThat(planting.state()).isEqualTo("DONE");
    }

    @Test
    void the_overview_counts_contacts_not_reports() {
        Overview now = new Overviews(pool, CLOCK).now().await();
        assertThat(now.contacts(Standing.CREDIBLE)).isEqualTo(3);
        assertThat(now.contacts(Standing.UNKNOWN_RECIPIENT)).isEqualTo(1);
        assertThat(now.waiting()).isEqualTo(1);
        assertThat(now.openCases()).isEqualTo(1);
        assertThat(now.planted()).isEqualTo(1);
        assertThat(now.tokens(TokenRole.CONTROL, TokenKind.TICKET)).isEqualTo(1);
        assertThat(now.unknownRecipients())
                .containsExactly(new Overview.Unknown("mail.canary.example", LocalDate.parse("2026-11-20"), 1));
    }

    @Test
    void a_look_is_recorded_with_its_time() {
        new Audit(pool, CLOCK).record("anna", "raw", "contact/7").await();
        assertThat(leak.rows.rows("select who, action, object from audit where who = 'anna'"))
                .singleElement()
                .satisfies(row -> assertThat(row.getString("object")).isEqualTo("contact/7"));
    }
}
