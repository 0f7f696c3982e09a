package io.barium.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.model.StirShaken;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClaimsTest {
    private static final List<String> BRANDS = List.of("Northwind Telecom", "northwind.example", "NT");
    private static final String LINE = "+12025550111";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "This is Northwind Telecom, please hold",
                "NORTHWIND-TELECOM support",
                "N\u00f6rthwind \u0422elecom",
                "N0rthwind Te1ecom",
                "https://northwind.example/login",
                "https://help.northwind.example",
                "https://northwind.example.login-check.com/a",
                "https://northwind-support.com",
                "https://supportnorthwind.net/x",
                "https://n0rthwind.com",
                "https://northvvind.com",
                "https://nortwhind.com",
                "https://xn--nrthwind-n4a.com",
                "write to care@northwindd.com",
            })
    void speaks_in_the_companys_name(String text) {
        assertThat(Claims.speaksAs(Told.sms("+14155550100", LINE, text), BRANDS))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "The north wind blew all night",
                "Northwinds are cold; ask NT services",
                "https://telecom.example/",
                "https://windnorth.com",
                "Northern Telecom calls",
            })
    void speaks_for_itself(String text) {
        assertThat(Claims.speaksAs(Told.sms("+14155550100", LINE, text), BRANDS))
                .isFalse();
    }

    @Test
    void a_name_shown_with_a_call_or_a_mail_is_a_claim() {
        assertThat(Claims.speaksAs(
                        Told.call("+14155550100", LINE, "NORTHWIND TELECOM", "", StirShaken.UNKNOWN), BRANDS))
                .isTrue();
        assertThat(Claims.speaksAs(Told.mail("northwind.telecom@gmail.com", "x@ours.example", "", ""), BRANDS))
                .isTrue();
        assertThat(Claims.speaksAs(Told.sms("NorthwindTelecom", LINE, "hi"), List.of("NorthwindTelecom")))
                .isTrue();
    }

    @Test
    void short_names_are_no_part_of_longer_words() {
        List<String> brands = List.of("Acme", "acme.example");
        assertThat(Claims.speaksAs(Told.sms("+14155550100", LINE, "https://acme-help.com"), brands))
                .isTrue();
        assertThat(Claims.speaksAs(Told.sms("+14155550100", LINE, "https://pacmen.com and acmes"), brands))
                .isFalse();
        assertThat(Claims.speaksAs(Told.sms("+14155550100", LINE, "https://acne.com"), brands))
                .isFalse();
    }

    @Test
    void our_own_address_that_a_mail_repeats_is_no_claim() {
        var mail = Told.mail("a@gmail.com", "ann.lee@northwind.example", "", "for ann.lee@northwind.example");
        assertThat(Claims.speaksAs(mail, List.of("northwindmail", "northwind.example")))
                .isFalse();
    }

    @Test
    void without_brands_nobody_claims_anything() {
        assertThat(Claims.speaksAs(Told.sms("+14155550100", LINE, "anything"), List.of("", " ", ".", "..", "a.b")))
                .isFalse();
    }
}
