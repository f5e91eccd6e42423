package io.millrace.connect.plugins.validate;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.connect.plugins.PluginHandle;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;
import org.junit.jupiter.api.Test;

class ExactlyOnceChecksTest {

    private static final Map<String, String> REQUIRED = Map.of("exactly.once.support", "REQUIRED");
    private static final Map<String, String> OWN_BOUNDARIES = Map.of("transaction.boundary", "connector");

    private final Answering connector = new Answering();

    @Test
    void mayBeRequiredOfAConnectorThatSupportsItUnlessTheWorkerHasItSwitchedOff() {
        connector.support = ExactlyOnceSupport.SUPPORTED;
        assertThat(errors(REQUIRED, null)).isEmpty();
        assertThat(errors(REQUIRED, "auto")).isEmpty();
        assertThat(errors(REQUIRED, "enabled")).isEmpty();
        assertThat(errors(REQUIRED, "Disabled")).singleElement().asString().contains("This worker does not have");
        assertThat(errors(REQUIRED, "preparing")).singleElement().asString().contains("This worker does not have");
    }

    @Test
    void isNotAskedOfAConnectorThatIsOnlyRequestedToDoSo() {
        connector.support = ExactlyOnceSupport.UNSUPPORTED;
        assertThat(errors(Map.of("exactly.once.support", "requested"), "disabled"))
                .isEmpty();
        assertThat(errors(REQUIRED, null)).singleElement().asString().contains("does not support exactly-once");
        connector.support = null;
        assertThat(errors(REQUIRED, null)).singleElement().asString().contains("does not say");
    }

    @Test
    void refusesBoundariesThatTheConnectorDoesNotDefine() {
        connector.boundaries = ConnectorTransactionBoundaries.SUPPORTED;
        assertThat(errors(OWN_BOUNDARIES, null)).isEmpty();
        connector.boundaries = ConnectorTransactionBoundaries.UNSUPPORTED;
        assertThat(errors(OWN_BOUNDARIES, null)).singleElement().asString().contains("connector-defined");
        connector.boundaries = null;
        assertThat(errors(OWN_BOUNDARIES, null)).hasSize(1);
    }

    @Test
    void showsTheFailureOfAConnectorThatThrowsInsteadOfAnswering() {
        connector.failure = new IllegalStateException("no idea");
        assertThat(errors(REQUIRED, null)).singleElement().asString().contains("no idea");
        assertThat(errors(OWN_BOUNDARIES, null)).singleElement().asString().contains("no idea");
    }

    private List<String> errors(Map<String, String> config, String workerSupport) {
        KeyedErrors errors = new KeyedErrors();
        ExactlyOnceChecks.check(config, PluginHandle.<Connector>of(connector), workerSupport, errors);
        return errors.values().stream()
                .map(ConfigValue::errorMessages)
                .flatMap(List::stream)
                .toList();
    }

    /** Answers as the test says. */
    private static final class Answering extends SourceConnector {
        private ExactlyOnceSupport support;
        private ConnectorTransactionBoundaries boundaries;
        private RuntimeException failure;

        @Override
        public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> config) {
            fail();
            return support;
        }

        @Override
        public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> config) {
            fail();
            return boundaries;
        }

        private void fail() {
            if (failure != null) {
                throw failure;
            }
        }

        @Override
        public void start(Map<String, String> props) {
            fail();
        }

        @Override
        public Class<? extends Task> taskClass() {
            return Task.class;
        }

        @Override
        public List<Map<String, String>> taskConfigs(int maxTasks) {
            return List.of();
        }

        @Override
        public void stop() {
            fail();
        }

        @Override
        public ConfigDef config() {
            return new ConfigDef();
        }

        @Override
        public String version() {
            return "1";
        }
    }
}
