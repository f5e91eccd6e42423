package io.millrace.broker.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.clients.admin.AlterConfigsOptions;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.apache.kafka.common.errors.InvalidRequestException;
import org.apache.kafka.common.message.AlterConfigsResponseData;
import org.apache.kafka.common.message.DescribeConfigsResponseData;
import org.apache.kafka.common.message.IncrementalAlterConfigsResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

/** The loggers of the process, over the protocol (KIP-412), with the logging backend that runs. */
class BrokerLoggersIT {

    private static final String NAME = "io.millrace.broker.server.node.tested";
    private static final Logger TESTED = (Logger) LoggerFactory.getLogger(NAME);
    private static final ConfigResource BROKER = new ConfigResource(ConfigResource.Type.BROKER_LOGGER, "1");

    @RegisterExtension
    static final SharedBroker SHARED = new SharedBroker(Map.of());

    @Test
    void aLevelActsAtOnceAndCanBeTakenBack() throws Exception {
        // When
        alter(BROKER, NAME, "TRACE", OpType.SET);

        // Then
        assertThat(TESTED.getLevel()).isEqualTo(Level.TRACE);
        ConfigEntry entry = describe(BROKER).get(NAME);
        assertThat(entry.value()).isEqualTo("TRACE");
        assertThat(entry.source()).isEqualTo(ConfigEntry.ConfigSource.DYNAMIC_BROKER_LOGGER_CONFIG);
        assertThat(entry.isReadOnly()).isFalse();

        // When
        alter(BROKER, NAME, "FATAL", OpType.SET);

        // Then
        assertThat(TESTED.isErrorEnabled()).isFalse();
        assertThat(describe(BROKER).get(NAME).value()).isEqualTo("FATAL");

        // When
        alter(BROKER, NAME, "", OpType.DELETE);

        // Then
        assertThat(TESTED.getLevel()).isNull();
        assertThat(describe(BROKER).get(NAME).value())
                .isEqualTo(TESTED.getEffectiveLevel().toString());
    }

    @Test
    void theRootIsSeenUnderKafkasName() throws Exception {
        assertThat(describe(BROKER).get("root").value())
                .isEqualTo(((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME))
                        .getLevel()
                        .toString());
    }

    @Test
    void whatCannotBeIsRefusedAndNothingIsChanged() {
        assertRefused(BROKER, NAME, "LOUD", OpType.SET, InvalidConfigurationException.class, "LOUD");
        assertRefused(BROKER, "no.such.logger", "INFO", OpType.SET, InvalidConfigurationException.class, "exist");
        assertRefused(BROKER, "root", "", OpType.DELETE, InvalidRequestException.class, "root");
        assertRefused(BROKER, "ROOT", "", OpType.DELETE, InvalidConfigurationException.class, "ROOT");
        assertRefused(BROKER, "ROOT", "INFO", OpType.SET, InvalidConfigurationException.class, "ROOT");
        assertRefused(BROKER, NAME, "INFO", OpType.APPEND, InvalidRequestException.class, "APPEND");
        assertThatThrownBy(() -> SHARED.admin()
                        .incrementalAlterConfigs(Map.of(
                                BROKER,
                                List.of(change(NAME, "TRACE", OpType.SET), change("no.such", "INFO", OpType.SET))))
                        .all()
                        .get())
                .hasCauseInstanceOf(InvalidConfigurationException.class);
        assertThat(TESTED.getLevel()).isNull();
    }

    /** The admin client would look for the other broker, so it cannot ask this one. */
    @Test
    void loggersOfAnotherBrokerAreNotHere() throws Exception {
        try (var client = new RawClient(SHARED.server().address())) {
            var described = client.call(
                    ApiKeys.DESCRIBE_CONFIGS,
                    4,
                    MatrixRequests.describeConfigs(ConfigResource.Type.BROKER_LOGGER.id(), "2"),
                    DescribeConfigsResponseData.class);
            var altered = client.call(
                    ApiKeys.INCREMENTAL_ALTER_CONFIGS,
                    1,
                    MatrixRequests.alterConfigsStepwise(ConfigResource.Type.BROKER_LOGGER.id(), "2"),
                    IncrementalAlterConfigsResponseData.class);
            var legacy = client.call(
                    ApiKeys.ALTER_CONFIGS,
                    2,
                    MatrixRequests.alterConfigs(ConfigResource.Type.BROKER_LOGGER.id(), "1"),
                    AlterConfigsResponseData.class);
            assertThat(described.results().get(0).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
            assertThat(altered.responses().get(0).errorCode()).isEqualTo(Errors.INVALID_REQUEST.code());
            assertThat(legacy.responses().get(0).errorCode())
                    .as("the older way does not know loggers")
                    .isEqualTo(Errors.INVALID_REQUEST.code());
        }
    }

    @Test
    void aTrialChangesNothing() throws Exception {
        SHARED.admin()
                .incrementalAlterConfigs(
                        Map.of(BROKER, List.of(change(NAME, "TRACE", OpType.SET))),
                        new AlterConfigsOptions().validateOnly(true))
                .all()
                .get();
        assertThat(TESTED.getLevel()).isNull();
    }

    private static void assertRefused(
            ConfigResource resource,
            String logger,
            String level,
            OpType operation,
            Class<? extends Exception> error,
            String message) {
        assertThatThrownBy(() -> alter(resource, logger, level, operation))
                .hasCauseInstanceOf(error)
                .hasMessageContaining(message);
    }

    private static void alter(ConfigResource resource, String logger, String level, OpType operation) throws Exception {
        SHARED.admin()
                .incrementalAlterConfigs(Map.of(resource, List.of(change(logger, level, operation))))
                .all()
                .get();
    }

    private static AlterConfigOp change(String logger, String level, OpType operation) {
        return new AlterConfigOp(new ConfigEntry(logger, level), operation);
    }

    private static Config describe(ConfigResource resource) throws Exception {
        return SHARED.admin().describeConfigs(List.of(resource)).all().get().get(resource);
    }
}
