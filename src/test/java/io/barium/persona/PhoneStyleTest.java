package io.barium.persona;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PhoneStyleTest {
    @ParameterizedTest
    @CsvSource({
        "US, (212) 555-0147, +13125550102, (312) 555-0102",
        "US, 1-212-555-0147, +13125550102, 1-312-555-0102",
        "US, +12125550147, +13125550102, +13125550102",
        "DE, 030/23125001, +498999998123, 089/99998123",
        "DE, +49 30 23125001, +492214710123, +49 221 4710123",
        "FR, 01 99 00 12 34, +33261910102, 02 61 91 01 02",
        "GB, 0044 20 79460123, +441134960123, 0044 113 4960123"
    })
    void writes_a_number_as_somebody_else_typed_another(String region, String typed, String e164, String expected) {
        assertThat(PhoneStyle.learn(typed, region).orElseThrow().write(e164)).isEqualTo(expected);
    }

    @Test
    void what_is_no_number_of_the_country_teaches_nothing() {
        assertThat(PhoneStyle.learn("call my wife", "US")).isEmpty();
        assertThat(PhoneStyle.learn("+44 20 7946 0123", "US")).isEmpty();
        assertThat(PhoneStyle.learn("(212) 555-0147 ext. 12", "US")).isEmpty();
    }
}
