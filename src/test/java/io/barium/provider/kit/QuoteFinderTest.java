package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.Quotes;
import io.barium.model.TokenKeys;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuoteFinderTest {

    @Test
    void one_telling_character_is_enough_whichever_it_is() {
        assertThat(QuoteFinder.find("see WwW.phish.example today", "US").links())
                .hasSize(1);
        assertThat(QuoteFinder.find("see hxxp://phish.example", "US").links()).hasSize(1);
        assertThat(QuoteFinder.find("see \uFF57\uFF57\uFF57.phish.example", "US")
                        .links())
                .hasSize(1);
        assertThat(QuoteFinder.find("ann@ours.example", "US").mailAddresses()).containsExactly("ann@ours.example");
        assertThat(QuoteFinder.find("ann {at} ours (dot) example", "US").mailAddresses())
                .containsExactly("ann@ours.example");
        assertThat(QuoteFinder.find("case 4711234", "US").ticketNumbers()).hasSize(1);
        assertThat(QuoteFinder.find("case \uFF14\uFF17\uFF11\uFF11\uFF12\uFF13\uFF14", "US")
                        .ticketNumbers())
                .hasSize(1);
        assertThat(QuoteFinder.find("nothing, to, see. here", "US")).isEqualTo(Quotes.NONE);
    }

    @Test
    void one_number_is_found_in_every_notation() {
        for (String written : new String[] {
            "+12025550143",
            "+1 202 555 0143",
            "+1 (202) 555-0143",
            "1-202-555-0143",
            "(202) 555-0143",
            "202.555.0143",
            "2025550143",
            "001 202 555 0143",
            "00 1 202-555-0143",
            "011 1 202 555 0143",
            "tel:+1-202-555-0143",
            "\uff0b\uff11 \uff12\uff10\uff12 \uff15\uff15\uff15 \uff10\uff11\uff14\uff13",
            "+\u0661 \u0662\u0660\u0662 \u0665\u0665\u0665 \u0660\u0661\u0664\u0663",
            "+1 202\u2011555\u20110143",
            "+1\u00a0202\u00a0555\u00a00143",
            "+1 20\u200b2 555 0143"
        }) {
            Quotes quotes = QuoteFinder.find("please call " + written + " today", "US");
            assertThat(quotes.phoneNumbers()).as(written).contains("+12025550143");
        }
        assertThat(QuoteFinder.find("ring 020 7946 0018 or +44 (0)20 7946 0018", "GB")
                        .phoneNumbers())
                .containsExactly("+442079460018");
        assertThat(QuoteFinder.find("Tel. 030/901820", "DE").phoneNumbers()).containsExactly("+4930901820");
    }

    @Test
    void whatever_is_found_leads_to_the_key_of_the_owned_number() {
        List<String> owned = TokenKeys.ownedPhone("+447700900123", 44);
        for (String written : new String[] {"+44 7700 900123", "07700 900 123", "0044 7700 900123", "(07700) 900123"}) {
            assertThat(QuoteFinder.find("my number is " + written + ".", "GB").phoneNumbers().stream()
                            .flatMap(n -> TokenKeys.writtenPhone(n).stream())
                            .filter(owned::contains)
                            .collect(Collectors.toSet()))
                    .as(written)
                    .isNotEmpty();
        }
    }

    @Test
    void links_are_found_as_written_and_as_defanged() {
        assertThat(QuoteFinder.find(
                                "See https://Phish.Example/Path?x=1, hxxps://phish[.]example/a (http://b.example/c(d)), "
                                        + "hXXp[:]//c(.)example/e; www.d.example/f. http://e[dot]example \"https://f.example\" x",
                                "US")
                        .links())
                .containsExactly(
                        "https://phish.example/Path?x=1",
                        "https://phish.example/a",
                        "http://b.example/c(d)",
                        "http://c.example/e",
                        "http://www.d.example/f",
                        "http://e.example",
                        "https://f.example");
        assertThat(QuoteFinder.find("no link: http://, xhttp://a, ftp://b.example", "US")
                        .links())
                .isEmpty();
    }

    @Test
    void links_are_found_wherever_the_one_before_ends() {
        assertThat(QuoteFinder.find(
                                "wwww.a.example www.www.b.example hhttp://c.example http:// http://d.example. WWW.e.example,"
                                        + "HTTPS://f.example<http://g.example>www.h.example www.i www. x.www.j.example "
                                        + "http://k.examplehttps://l.example |https://m.example|www.n.example",
                                "US")
                        .links())
                .containsExactly(
                        "http://www.www.b.example",
                        "http://d.example",
                        "http://www.e.example,https://f.example",
                        "http://g.example",
                        "http://www.h.example",
                        "http://www.j.example",
                        "http://k.examplehttps://l.example",
                        "https://m.example",
                        "http://www.n.example");
    }

    @Test
    void mail_addresses_are_found_as_written_and_as_defanged() {
        assertThat(QuoteFinder.find(
                                "Mail Jane.Doe+x@Ours.example, <b@c.example>, d[at]e[.]example, f (at) g.example. @h i@ j@k",
                                "US")
                        .mailAddresses())
                .containsExactly("jane.doe+x@ours.example", "b@c.example", "d@e.example", "f@g.example");
    }

    @Test
    void ticket_numbers_are_found_as_written() {
        assertThat(QuoteFinder.find(
                                "re SR-10482913 and #4711234, your ticket no. 4711 235 (INC0012345), Vorgang Nr. 2026-00123, "
                                        + "case number: 55512345; also 87654321",
                                "US")
                        .ticketNumbers())
                .containsExactlyInAnyOrder(
                        "SR-10482913", "#4711234", "4711 235", "INC0012345", "2026-00123", "55512345", "87654321");
    }

    @Test
    void a_phone_number_that_is_written_as_such_is_no_ticket_number() {
        assertThat(QuoteFinder.find("call +12025550143 or (202) 555-0144", "US").ticketNumbers())
                .isEmpty();
    }

    @Test
    void targets_of_links_are_quotes_too() {
        Quotes quotes = QuoteFinder.find(
                List.of("click here"),
                List.of("https://phish.example/x", "mailto:a@b.example?subject=1", "tel:+12025550143"),
                "US");
        assertThat(quotes.links()).containsExactly("https://phish.example/x");
        assertThat(quotes.mailAddresses()).containsExactly("a@b.example");
        assertThat(quotes.phoneNumbers()).containsExactly("+12025550143");
    }

    @Test
    void lists_are_bounded_and_hostile_text_takes_no_time() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            many.append("http://x")
                    .append(i)
                    .append(".example a")
                    .append(i)
                    .append("@b.example +1202555")
                    .append(1000 + i)
                    .append(" SR-")
                    .append(100_000 + i)
                    .append('\n');
        }
        Quotes quotes = QuoteFinder.find(many.substring(0, 100_000), "US");
        assertThat(quotes.links()).hasSize(100);
        assertThat(quotes.mailAddresses()).hasSize(100);
        assertThat(quotes.phoneNumbers()).hasSize(100);
        assertThat(quotes.ticketNumbers()).hasSize(100);

        for (String unit : new String[] {
            "1", "1 ", "(1", "a", "@", "a@", "a.", "[.]", "[at", "http://", "www.", "#1-", "no. ", "+", "0 0", "((((",
            "1/1-"
        }) {
            long start = System.nanoTime();
            QuoteFinder.find(unit.repeat(100_000 / unit.length()), "US");
            assertThat((System.nanoTime() - start) / 1_000_000).as(unit).isLessThan(10_000);
        }
    }

    @Test
    void text_without_any_is_none() {
        assertThat(QuoteFinder.find(" \n ", "US")).isEqualTo(Quotes.NONE);
        assertThat(QuoteFinder.find("hello there, 12 of 2026", "US")).isEqualTo(Quotes.NONE);
    }
}
