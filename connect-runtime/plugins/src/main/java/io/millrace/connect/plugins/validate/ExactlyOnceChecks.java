package io.millrace.connect.plugins.validate;

import io.millrace.connect.plugins.PluginHandle;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Whether a source can deliver exactly once as its configuration wants it to (KIP-618); asks the connector. */
final class ExactlyOnceChecks {

    private static final Set<String> WITHOUT_TRANSACTIONS = Set.of("disabled", "preparing");
    private static final String SUPPORT = "exactly.once.support";
    private static final String BOUNDARY = "transaction.boundary";

    private ExactlyOnceChecks() {}

    /** {@code workerSupport}: the worker's {@code exactly.once.source.support}, null where it is not set. */
    static void check(
            Map<String, String> config, PluginHandle<Connector> connector, String workerSupport, KeyedErrors errors) {
        PluginHandle<SourceConnector> source = connector.as(SourceConnector.class);
        if ("required".equalsIgnoreCase(text(config, SUPPORT))) {
            refusal(config, source, workerSupport)
                    .ifPresent(refusal -> errors.error(SUPPORT, config.get(SUPPORT), refusal));
        }
        if ("connector".equalsIgnoreCase(text(config, BOUNDARY))) {
            boundaryRefusal(config, source).ifPresent(refusal -> errors.error(BOUNDARY, config.get(BOUNDARY), refusal));
        }
    }

    private static Optional<String> refusal(
            Map<String, String> config, PluginHandle<SourceConnector> source, String workerSupport) {
        if (workerSupport != null
                && WITHOUT_TRANSACTIONS.contains(workerSupport.strip().toLowerCase(Locale.ROOT))) {
            return Optional.of("This worker does not have exactly-once source support enabled.");
        }
        return judged(source, instance -> {
            ExactlyOnceSupport answer = instance.exactlyOnceSupport(config);
            if (answer == ExactlyOnceSupport.SUPPORTED) {
                return Optional.empty();
            }
            return Optional.of(
                    answer == null
                            ? "The connector does not say whether it can deliver exactly once, so it cannot be required"
                                    + " to. Look into its documentation; with the value \"requested\" it is not asked."
                            : "The connector does not support exactly-once semantics with the provided configuration.");
        });
    }

    private static Optional<String> boundaryRefusal(Map<String, String> config, PluginHandle<SourceConnector> source) {
        return judged(
                source,
                instance -> instance.canDefineTransactionBoundaries(config) == ConnectorTransactionBoundaries.SUPPORTED
                        ? Optional.empty()
                        : Optional.of("The connector does not support connector-defined transaction boundaries with the"
                                + " given configuration. Please reconfigure it to use a different transaction boundary"
                                + " definition."));
    }

    /** A connector that throws instead of answering has an error at the key, beside its other errors. */
    private static Optional<String> judged(
            PluginHandle<SourceConnector> source, Function<SourceConnector, Optional<String>> question) {
        try {
            return source.call(question::apply);
        } catch (RuntimeException | LinkageError e) {
            return Optional.of("The connector cannot be asked whether it supports this: " + e);
        }
    }

    private static String text(Map<String, String> config, String key) {
        String value = config.get(key);
        return value == null ? "" : value.strip();
    }
}
