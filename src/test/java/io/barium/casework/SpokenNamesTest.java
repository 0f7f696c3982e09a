package io.barium.casework;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.barium.casework.SpokenNames.Found;
import io.barium.casework.SpokenNames.Line;
import io.barium.model.CallStage;
import io.barium.persona.Names;
import io.barium.persona.PersonName;
import io.barium.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpokenNamesTest extends CaseworkBed {
    private static final long LINE = 7;

    private static Found found(String locale, String given, String family, String text) {
        return new SpokenNames(List.of(new Line(LINE, locale, given, family)))
                .in(sms("s", JANES_LINE, text), List.of(LINE));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello Jane Miller, this is ACME",
                "JANE MILLER your licence expired",
                "for Miller, Jane: call us",
                "dear j\u00e1ne-miller.",
                "jane miller"
            })
    void a_full_name_is_heard_in_any_order_case_and_punctuation(String text) {
        assertThat(found("en_US", "Jane", "Miller", text).lines()).containsExactly(LINE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Hello Jane, this is ACME",
                "Mrs Miller, your licence expired",
                "Jane from ACME here, Miller street 4",
                "Janet Miller",
                "Jane Millermer",
                "Mary Miller and Jane Smith",
                ""
            })
    void half_a_name_or_another_one_is_not_the_persona(String text) {
        assertThat(found("en_US", "Jane", "Miller", text).lines()).isEmpty();
    }

    @Test
    void names_of_several_words_and_with_umlauts_are_heard() {
        assertThat(found("fr_FR", "Jean-Pierre", "Lef\u00e8vre", "Bonjour Jean Pierre Lefevre, ici ACME")
                        .lines())
                .containsExactly(LINE);
        assertThat(found("de_DE", "J\u00fcrgen", "M\u00fcller", "Guten Tag, Herr J\u00dcRGEN M\u00dcLLER")
                        .lines())
                .containsExactly(LINE);
    }

    @Test
    void the_chance_of_an_accident_is_at_least_how_often_the_names_that_are_said_are_drawn() {
        String text = "James Smith and Mary Johnson and Miller Jane, this is ACME";
        double chance = found("en_US", "Jane", "Miller", text).chance();
        RandomGenerator random = new Random(11);
        Names names = Names.of("en_US").orElseThrow();
        int draws = 2_000_000;
        List<PersonName> said = List.of(
                new PersonName("James", "Smith"), new PersonName("Mary", "Johnson"), new PersonName("Jane", "Miller"));
        long hits = 0;
        for (int i = 0; i < draws; i++) {
            hits += said.contains(names.draw(random)) ? 1 : 0;
        }
        double drawn = (double) hits / draws;
        assertThat(hits).isGreaterThan(100);
        assertThat(chance).isBetween(drawn, 4 * drawn).isEqualTo(2 * drawn, within(drawn));
    }

    @Test
    void who_says_all_names_pays_for_each_of_them() {
        RandomGenerator random = new Random(3);
        Names names = Names.of("en_US").orElseThrow();
        StringBuilder all = new StringBuilder();
        List<PersonName> said = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            said.add(names.draw(random));
            all.append(said.get(i).given())
                    .append(' ')
                    .append(said.get(i).family())
                    .append(", ");
        }
        double each = 0;
        for (PersonName name : said) {
            each = Math.max(
                    each,
                    found("en_US", "Jane", "Miller", name.given() + " " + name.family())
                            .chance());
        }
        assertThat(found("en_US", "Jane", "Miller", all.toString()).chance()).isGreaterThan(each);
        assertThat(found("en_US", "Jane", "Miller", "your parcel is late").chance())
                .isZero();
    }

    @Test
    void where_names_are_not_ours_nothing_is_claimed() {
        assertThat(found("en_US", "Jane", "Qvxzton", "Hello Jane Qvxzton, this is ACME"))
                .isEqualTo(Found.NOTHING);
        assertThat(found("xx_XX", "Jane", "Miller", "Hello Jane Miller, this is ACME"))
                .isEqualTo(Found.NOTHING);
    }

    /** A name that we draw. */
    private void named() {
        pool.query("update persona set family_name = 'Miller'").execute().await();
    }

    @Test
    void who_speaks_to_a_persona_by_name_in_the_companys_name_says_what_only_the_database_holds() {
        named();
        take(sms("s1", JANES_LINE, "Hello, this is ACME support. Your licence has expired"));
        Verdict before = newest();
        clock.advance(Duration.ofHours(30));
        take(sms("s2", JANES_LINE, "Hello Jane Miller, this is ACME support. Your licence has expired"));
        assertThat(before.strength().conclusive()).isZero();
        assertThat(newest().strength().conclusive()).isEqualTo(1);
        assertThat(newest().strength().logE()).isGreaterThan(before.strength().logE() + Math.log(20));
        assertThat(newest().campaigns()).isNotEmpty();
        assertThat(subjects()).hasSizeGreaterThan(1);
        assertThat(replay().asOf(pool, 1, newest().basis().seq()).await().same())
                .isTrue();
    }

    @Test
    void a_contact_counts_once_whatever_it_says() {
        named();
        take(sms("s1", JANES_LINE, "Hello Jane Miller, this is ACME support"));
        double name = newest().strength().logE();
        worker = worker();
        take(sms("s2", "+12125550124", "Hello Jane Miller, this is ACME support, ticket SR-10483377"));
        assertThat(newest().strength().logE()).isLessThan(name + Math.log(2e4));
        assertThat(newest().strength().conclusive()).isEqualTo(2);
    }

    @Test
    void a_name_without_the_company_or_in_a_mail_says_nothing_that_others_could_not() {
        named();
        take(sms("s1", JANES_LINE, "Hello Jane Miller, you have won"));
        take(mail("m1", JANE, "Jane Miller", "Hello Jane Miller, this is ACME support", signedBy("mailer.example")));
        assertThat(newest().strength().conclusive()).isZero();
    }

    @Test
    void what_a_voice_mail_says_counts_like_a_text() {
        named();
        take(call("c1", JANES_LINE));
        take(report("c1", CallStage.TRANSCRIPTION, null, "this is acme support for jane miller please call back"));
        assertThat(newest().strength().conclusive()).isEqualTo(1);
        assertThat(newest().reach().contacts()).isEqualTo(1);
        assertThat(newest().reach().campaigns()).isEqualTo(1);
    }

    @Test
    void a_ticket_number_that_a_voice_mail_spells_out_counts_although_its_report_repeats_no_number() {
        take(call("c1", JANES_LINE));
        double before = newest().strength().logE();
        clock.advance(Duration.ofSeconds(30));
        take(report("c1", CallStage.TRANSCRIPTION, null, "about your ticket " + JANES_TICKET));
        assertThat(newest().strength().logE()).isGreaterThan(before + Math.log(20));
    }
}
