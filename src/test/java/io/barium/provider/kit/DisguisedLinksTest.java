package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.DisguisedLink;
import io.barium.model.Mail;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DisguisedLinksTest {

    @Test
    void a_link_that_shows_another_domain_is_told_however_it_is_written() {
        for (String[] link : new String[][] {
            {"https://bank.example/login", "https://evil.example/x", "bank.example"},
            {"www.bank.example", "http://evil.example", "www.bank.example"},
            {"WWW.Bank.com", "//evil.example/bank.com", "www.bank.com"},
            {"bank.com", "https://bank.com.evil.example/", "bank.com"},
            {"bank.com/login", "https://bank.com@evil.example/", "bank.com"},
            {"bank.com", "https://evil.example\\@bank.com/", "bank.com"},
            {"Please go to https://bank.example now", "ht\ntp:\\\\evil.example", "bank.example"},
            {"hxxps://bank[.]example", "https://%65vil.example/", "bank.example"},
            {"<b>ba</b>nk.com", "https:evil.example", "bank.com"},
            {"help@bank.com", "mailto:help%40evil.example?subject=bank.com", "bank.com"},
            {"bank.com", "http://192.0.2.7:8080/", "bank.com"},
            {"https://bank.co.uk", "https://other.co.uk", "bank.co.uk"},
            {"https://a.github.io", "https://b.github.io", "a.github.io"},
            {"https://b\u00e4nk.example", "https://bank.example", "b\u00e4nk.example"},
        }) {
            assertThat(among(link[0], link[1]))
                    .as("%s -> %s", link[0], link[1])
                    .extracting(DisguisedLink::shown)
                    .containsExactly(link[2]);
        }
    }

    @Test
    void a_link_that_shows_what_it_leads_to_or_no_address_at_all_is_none() {
        for (String[] link : new String[][] {
            {"https://www.bank.example/a", "https://login.bank.example/b"},
            {"bank.com", "HTTPS://WWW.BANK.COM./"},
            {"help@bank.com", "mailto:help@mail.bank.com"},
            {"https://b\u00fccher.example", "https://xn--bcher-kva.example/"},
            {"click here", "https://evil.example"},
            {"Read more.Now", "https://evil.example"},
            {"node.js", "https://evil.example"},
            {"version 1.2.3", "https://evil.example"},
            {"see bank.com for more", "https://evil.example"},
            {"https://bank.example", "tel:+12125550123"},
            {"https://bank.example", "#top"},
            {"https://bank.example", "javascript:x()"},
            {"", "https://evil.example"},
        }) {
            assertThat(among(link[0], link[1])).as("%s -> %s", link[0], link[1]).isEmpty();
        }
    }

    @Test
    void a_mail_has_them_among_its_quotes_with_the_target_as_written() {
        String html = "<p>Dear Ann, <a href=' https://Evil.example/a?b#c '>https://bank.example/<br></a>"
                + "<a href=\"https://evil.example\">x</a><map><area href='https://area.example'></map>";
        Mail mail = MimeReader.read(
                ("Content-Type: text/html\r\n\r\n" + html).getBytes(StandardCharsets.UTF_8),
                new MailEnvelope("e", null, List.of(), null, null, "US"));
        assertThat(mail.quotes().disguised())
                .containsExactly(new DisguisedLink("bank.example", "https://Evil.example/a?b#c"));
        assertThat(mail.quotes().links())
                .containsExactly(
                        "https://bank.example/",
                        "https://evil.example/a?b#c",
                        "https://evil.example",
                        "https://area.example");
    }

    @Test
    void hostile_html_takes_no_time_and_the_list_is_bounded() {
        StringBuilder html = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            html.append("<a href=http://e").append(i).append(".example>http://b.example</a>");
        }
        assertThat(DisguisedLinks.among(HtmlText.of(html.toString()).anchors())).hasSize(50);
        for (String unit : new String[] {"a.", "-", "@", "%", "\\", "[.]", "www.", "\u00e4.", "http://"}) {
            long start = System.nanoTime();
            DisguisedLinks.among(List.of(new HtmlText.Anchor(unit.repeat(2_000), "http://" + unit.repeat(100_000))));
            assertThat((System.nanoTime() - start) / 1_000_000).as(unit).isLessThan(5_000);
        }
    }

    private static List<DisguisedLink> among(String shown, String target) {
        return DisguisedLinks.among(
                HtmlText.of("<a href=\"" + target + "\">" + shown + "</a>").anchors());
    }
}
