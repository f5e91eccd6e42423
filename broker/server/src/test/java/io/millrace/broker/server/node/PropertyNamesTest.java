package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.millrace.broker.server.properties.KafkaConfigs;
import io.millrace.broker.server.properties.ReasonedConfigs;
import io.millrace.broker.server.properties.SecretNames;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** What becomes of each name that an operator of Kafka may have in a properties file. */
class PropertyNamesTest {

    @Test
    void everyNameOfKafkaIsHonouredAcceptedOrRefusedWithAReason() throws IOException {
        // Given
        List<String> names = names();
        Set<String> honoured = BrokerConfig.honoured();

        // When
        List<String> forgotten = names.stream()
                .filter(name -> !honoured.contains(name)
                        && ReasonedConfigs.UNUSED.reason(name).isEmpty()
                        && ReasonedConfigs.REFUSED.reason(name).isEmpty())
                .toList();

        // Then
        assertThat(names).hasSize(360);
        assertThat(forgotten).isEmpty();
        assertThat(KafkaConfigs.byName().keySet()).containsAll(names);
    }

    @Test
    void noReasonIsGivenForANameThatKafkaDoesNotKnow() {
        Set<String> reasoned = new TreeSet<>(ReasonedConfigs.UNUSED.all().keySet());
        reasoned.addAll(ReasonedConfigs.REFUSED.all().keySet());
        assertThat(KafkaConfigs.byName().keySet()).containsAll(reasoned);
    }

    @Test
    void aNameWithoutMeaningIsAcceptedWithOneWarningThatSaysWhy() {
        // Given
        var logger = (Logger) LoggerFactory.getLogger(PropertyReader.class);
        var logged = new ListAppender<ILoggingEvent>();
        logged.start();
        logger.addAppender(logged);

        // When
        try {
            BrokerConfig.from(Map.of(
                    "num.replica.fetchers", "4", "num.io.threads", "8", "sasl.oauthbearer.assertion.file", "/x"));
        } finally {
            logger.detachAppender(logged);
        }

        // Then: the threads are as many as Kafka's default says, which asks for nothing.
        assertThat(logged.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .hasSize(2)
                .anyMatch(line -> line.contains("num.replica.fetchers") && line.contains("one copy"))
                .anyMatch(line -> line.contains("assertion.file") && line.contains("no broker opens"));
    }

    @Test
    void aNameThatCannotBeIgnoredRefusesToStartUnlessItHasKafkasDefault() {
        BrokerConfig.from(Map.of("remote.log.storage.system.enable", "false", "log.cleaner.enable", "true"));
        assertRefused(Map.of("remote.log.storage.system.enable", "true"), "no remote storage");
        assertRefused(Map.of("log.cleaner.enable", "false"), "always compacted");
        assertRefused(Map.of("create.topic.policy.class.name", "com.example.Policy"), "no class");
    }

    @Test
    void aNameThatNobodyKnowsRefusesToStartWithTheNearestOfKafkasNames() {
        assertRefused(Map.of("num.replica.fetcher", "1"), "num.replica.fetchers");
        assertRefused(Map.of("log.retension.hours", "1"), "log.retention.hours");
    }

    @Test
    void knowsWhichValuesAreSecret() {
        for (String name : List.of(
                "ssl.keystore.password",
                "listener.name.outside.ssl.key.password",
                "ssl.truststore.certificates",
                "listener.name.outside.plain.sasl.jaas.config",
                "scram.initial.credentials",
                "some.plugin.secret")) {
            assertThat(SecretNames.isSecret(name)).as(name).isTrue();
        }
        assertThat(SecretNames.isSecret("node.id")).isFalse();
        assertThat(SecretNames.isSecret("ssl.keystore.location")).isFalse();
    }

    private static void assertRefused(Map<String, String> properties, String words) {
        assertThatThrownBy(() -> BrokerConfig.from(properties))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(words);
    }

    private static List<String> names() throws IOException {
        try (var stream = PropertyNamesTest.class.getResourceAsStream("kafka-4.3-broker-config-names.txt");
                var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            return reader.lines().toList();
        }
    }
}
