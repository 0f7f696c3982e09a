package io.barium.provider.kit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.time.Instant;
import java.util.List;
import org.apache.james.mime4j.field.datetime.parser.DateTimeParser;
import org.junit.jupiter.api.Test;

class MailHeadersTest {

    @Test
    void a_date_is_read_as_mime4j_reads_it_in_every_form_that_mail_has() throws Exception {
        for (String date : List.of(
                "Tue, 24 Nov 2026 10:30:00 +0100",
                "Thu, 26 Nov 2026 15:38:37 +0000 (UTC)",
                "Thu, 26 Nov 2026 15:38:37 +0000 (Coordinated (Universal) Time)",
                "24 Nov 2026 10:30 -0330",
                "Tue, 3 Nov 2026 01:02:03 GMT",
                "Mon, 24 Nov 2026 10:30:00 +0100",
                "tue, 24 nov 2026 10:30:00 EST",
                "Tue,  24 Nov 2026 10:30:00 UT",
                "Tue, 24 Nov 26 10:30:00 +0100")) {
            Instant expected = new DateTimeParser(new StringReader(date))
                    .parseAll()
                    .getDate()
                    .toInstant();
            assertThat(headers(date).date()).as(date).isEqualTo(expected);
        }
    }

    @Test
    void what_is_no_date_is_none() {
        for (String date : List.of(
                "",
                "never",
                "Tue, 24 Nov 2026 10:30:00 +0100 tomorrow",
                "Tue, 24 Nov 99999 10:30:00 +0100",
                "Tue, 24 Nov 20666666666666626 10:30:00 +0100",
                "Tue, 24 Nov 2026 10:30:00 +99999999999",
                "99999999999 Nov 2026 10:30:99999999999 +0100",
                "24 Nov 1969 10:30:00 +0000")) {
            assertThat(headers(date).date()).as(date).isNull();
        }
    }

    private static MailHeaders headers(String date) {
        return new MailHeaders(List.of(new MailHeaders.Field("Date", date)));
    }
}
