package io.dunlin.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.dunlin.promql.engine.EngineFeature;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeatureListTest {
    @Test
    void shouldKnowEveryFeatureOfTheEngine() {
        for (EngineFeature feature : EngineFeature.values()) {
            FeatureList list = FeatureList.of(List.of(feature.flag()));
            assertThat(list.engine()).containsExactly(feature);
            assertThat(list.warnings()).isEmpty();
        }
    }

    @Test
    void shouldWarnOfNamesThatSwitchNothing() {
        FeatureList list = FeatureList.of(List.of(
                "promql-duration-expr",
                "promql-delayed-name-removal",
                "exemplar-storage",
                "promql-delayd-name-removal",
                "use-start-timestamps"));

        assertThat(list.engine())
                .containsExactlyInAnyOrder(EngineFeature.DELAYED_NAME_REMOVAL, EngineFeature.USE_START_TIMESTAMPS);
        assertThat(list.warnings())
                .containsExactly(
                        "This option for --enable-feature is now permanently enabled and therefore a no-op:"
                                + " option=promql-duration-expr",
                        "This option for --enable-feature has no effect in Dunlin: option=exemplar-storage",
                        "Unknown option for --enable-feature: option=promql-delayd-name-removal");
    }
}
