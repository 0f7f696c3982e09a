package io.barium.hook;

import static org.assertj.core.api.Assertions.assertThat;

import io.barium.config.Settings.Source;
import io.barium.provider.Provider;
import io.barium.provider.Providers;
import io.barium.provider.fixture.Fixture;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What health says of sources. */
class MissingTest {
    static List<Provider> providers() {
        return Providers.all();
    }

    static List<Fixture> fixtures() {
        return Fixture.all();
    }

    @ParameterizedTest
    @MethodSource("providers")
    void a_source_of_which_nothing_is_set_says_which_setting_to_mend(Provider provider) {
        Source bare = new Source("main", provider.id(), List.of(), null, null, null, "US");
        assertThat(HookRoutes.missing(bare)).startsWith("sources[id=main].");
    }

    @ParameterizedTest
    @MethodSource("fixtures")
    void a_source_that_can_be_authenticated_lacks_nothing(Fixture f) {
        assertThat(HookRoutes.missing(f.source())).isNull();
    }
}
