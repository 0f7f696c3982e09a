package io.barium.persona;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocalPartTest {
    @ParameterizedTest
    @CsvSource({
        "Karen, Miller, karen.miller, {given}.{family}",
        "Karen, Miller, KMiller62, {g}{family}{yy}",
        "Karen, Miller, miller_k, {family}_{g}",
        "Jürgen, Groß, juergen.gross, {given}.{family}",
        "Zoé, Lévêque, zoeleveque1987, {given}{family}{yyyy}",
        "Anne-Marie, Le Goff, annemarie.legoff123, {given}.{family}{n3}"
    })
    void learns_how_an_address_is_made_of_a_name(String given, String family, String local, String pattern) {
        assertThat(LocalPart.learn(given, family, local)).contains(new LocalPart(pattern));
    }

    @ParameterizedTest
    @CsvSource({"Karen, Miller, rockstar99", "Karen, Miller, k99", "Karen, Miller, karen+shop", "李, 王, karen"})
    void what_the_name_does_not_explain_is_not_learnt(String given, String family, String local) {
        assertThat(LocalPart.learn(given, family, local)).isEmpty();
    }

    @Test
    void makes_an_address_for_another_name() {
        String local =
                new LocalPart("{g}.{family}{yy}").fit(new PersonName("Jörg", "Müller"), true, new SplittableRandom(1));
        assertThat(local).matches("j\\.mueller[0-9]{2}");
        assertThat(LocalPart.learn("Jörg", "Müller", local)).contains(new LocalPart("{g}.{family}{yy}"));
    }
}
