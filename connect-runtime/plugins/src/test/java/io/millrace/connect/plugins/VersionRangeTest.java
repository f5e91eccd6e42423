package io.millrace.connect.plugins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class VersionRangeTest {
    @Test
    void aBareVersionMeansThatOneOnly() {
        assertThat(VersionRange.parse("1.2").contains("1.2")).isTrue();
        assertThat(VersionRange.parse("1.2").contains("1.2.1")).isFalse();
        assertThat(VersionRange.parse("[1.2]").contains("1.2")).isTrue();
    }

    @Test
    void intervalsIncludeOrExcludeTheirEnds() {
        VersionRange range = VersionRange.parse("[1.0,2.0),(3.0,)");
        assertThat(range.contains("1.0")).isTrue();
        assertThat(range.contains("1.10")).isTrue();
        assertThat(range.contains("2.0")).isFalse();
        assertThat(range.contains("3.0")).isFalse();
        assertThat(range.contains("10")).isTrue();
    }

    @Test
    void aReleaseIsNewerThanItsOwnPreRelease() {
        assertThat(PluginVersions.compare("3.7.0", "3.7.0-SNAPSHOT")).isPositive();
        assertThat(PluginVersions.compare("3.7.0.Final", "3.6.9.Final")).isPositive();
        assertThat(PluginVersions.compare("1.10", "1.9")).isPositive();
    }

    @Test
    void whatIsNoRangeIsRefused() {
        assertThatThrownBy(() -> VersionRange.parse("[1.0")).isInstanceOf(ConfigException.class);
        assertThatThrownBy(() -> VersionRange.parse("[1.0,2.0]x")).isInstanceOf(ConfigException.class);
    }
}
