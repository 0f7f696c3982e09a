package io.barium.intake;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.ArcClaim;
import io.barium.model.AuthResult;
import io.barium.model.DisguisedLink;
import io.barium.model.Mail;
import io.barium.model.MailAuthentication;
import io.barium.model.Quotes;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContactJsonTest {
    private static final DisguisedLink LINK = new DisguisedLink("bank.example", "https://evil.example");

    private static Mail mail(Quotes quotes, ArcClaim claim) {
        return new Mail(
                "e",
                null,
                null,
                List.of("ann@ours.example"),
                List.of(),
                null,
                List.of(),
                null,
                "s",
                "t",
                false,
                List.of(),
                MailAuthentication.UNKNOWN,
                quotes,
                claim);
    }

    @Test
    void what_is_written_is_read_again() {
        Quotes quotes = new Quotes(List.of("https://evil.example"), List.of(), List.of(), List.of(), List.of(LINK));
        for (ArcClaim claim : new ArcClaim[] {null, new ArcClaim(1, List.of("a.example"), AuthResult.PASS)}) {
            Mail mail = mail(quotes, claim);
            assertThat(ContactJson.read(ContactJson.write(mail))).isEqualTo(mail);
        }
    }

    @Test
    void what_few_mails_have_takes_no_room_in_the_others() {
        Mail mail = mail(Quotes.NONE, null);
        assertThat(ContactJson.write(mail)).doesNotContain("arcClaim", "disguised");
        assertThat(ContactJson.read(ContactJson.write(mail))).isEqualTo(mail);
    }
}
