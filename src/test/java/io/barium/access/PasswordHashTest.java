package io.barium.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.password4j.Argon2Function;
import com.password4j.types.Argon2;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Held against another implementation, which also made the hashes of earlier versions. */
class PasswordHashTest {
    @ParameterizedTest
    @ValueSource(strings = {"correct horse battery staple", "pässwörd ☃ 𝄞", "x"})
    void another_implementation_takes_our_hashes(String password) {
        String hash = PasswordHash.hash(password);
        Argon2Function other = Argon2Function.getInstanceFromHash(hash);
        assertThat(other.check(password, hash)).isTrue();
        assertThat(other.check(password + ".", hash)).isFalse();
        assertThat(other.getMemory()).isEqualTo(19_456);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 32})
    void hashes_of_another_implementation_are_taken(int length) {
        String hash = Argon2Function.getInstance(1_024, 3, 2, length, Argon2.ID)
                .hash("correct horse")
                .getResult();
        assertThat(PasswordHash.matches("correct horse", hash)).isTrue();
        assertThat(PasswordHash.matches("incorrect horse", hash)).isFalse();
    }

    @Test
    void no_two_hashes_of_a_password_are_alike() {
        assertThat(PasswordHash.hash("x")).isNotEqualTo(PasswordHash.hash("x"));
    }

    @Test
    void what_is_no_hash_names_its_column() {
        assertThatThrownBy(() -> PasswordHash.matches("x", "$2a$10$abc"))
                .hasMessageContaining("operator.password_hash");
    }
}
