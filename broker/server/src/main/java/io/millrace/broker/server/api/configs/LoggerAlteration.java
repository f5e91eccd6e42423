package io.millrace.broker.server.api.configs;

import io.millrace.broker.metadata.command.Outcome;
import io.millrace.broker.server.logging.LoggerLevels;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.admin.AlterConfigOp.OpType;
import org.apache.kafka.common.config.LogLevelConfig;
import org.apache.kafka.common.message.IncrementalAlterConfigsRequestData.AlterableConfig;
import org.apache.kafka.common.protocol.Errors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets levels of loggers of this process (KIP-412): all that one request asks for, or none. They end with the process. */
final class LoggerAlteration {

    private static final Logger LOGGER = LoggerFactory.getLogger(LoggerAlteration.class);

    private final LoggerLevels loggers;
    private final int nodeId;

    LoggerAlteration(LoggerLevels loggers, int nodeId) {
        this.loggers = loggers;
        this.nodeId = nodeId;
    }

    /** The client has the right to do so. */
    Outcome apply(String brokerId, Collection<AlterableConfig> changes, boolean validateOnly) {
        if (!brokerId.equals(Integer.toString(nodeId))) {
            return invalid("Loggers are set for one broker: this is " + nodeId + ", not '" + brokerId + "'.");
        }
        Set<String> seen = new HashSet<>();
        for (AlterableConfig change : changes) {
            Outcome outcome = seen.add(change.name())
                    ? check(change)
                    : invalid("The logger " + change.name() + " is changed more than once.");
            if (!outcome.done()) {
                return outcome;
            }
        }
        if (!validateOnly) {
            changes.forEach(this::change);
        }
        return Outcome.DONE;
    }

    private Outcome check(AlterableConfig change) {
        String logger = change.name();
        OpType operation = OpType.forId(change.configOperation());
        if (operation != OpType.SET && operation != OpType.DELETE) {
            return invalid("Levels of loggers can be set and deleted; " + operation + " is not allowed.");
        }
        if (!loggers.exists(logger)) {
            return Outcome.refused(Errors.INVALID_CONFIG, "Logger " + logger + " does not exist!");
        }
        if (operation == OpType.DELETE) {
            return logger.equals(LoggerLevels.ROOT)
                    ? invalid("The level of the " + LoggerLevels.ROOT + " logger cannot be removed.")
                    : Outcome.DONE;
        }
        if (change.value() == null) {
            return invalid("The level of " + logger + " is null.");
        }
        return LogLevelConfig.VALID_LOG_LEVELS.contains(change.value())
                ? Outcome.DONE
                : Outcome.refused(
                        Errors.INVALID_CONFIG,
                        "The level " + change.value() + " of " + logger + " is none of "
                                + LogLevelConfig.VALID_LOG_LEVELS.stream()
                                        .sorted()
                                        .toList());
    }

    private void change(AlterableConfig change) {
        if (OpType.forId(change.configOperation()) == OpType.SET) {
            loggers.set(change.name(), change.value());
            LOGGER.warn("The level of a logger was set. logger={} level={}", change.name(), change.value());
        } else {
            loggers.unset(change.name());
            LOGGER.warn("The level of a logger was unset. logger={}", change.name());
        }
    }

    private static Outcome invalid(String message) {
        return Outcome.refused(Errors.INVALID_REQUEST, message);
    }
}
