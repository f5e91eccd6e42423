package io.millrace.broker.server.request;

import io.millrace.broker.server.hosting.QuorumStatus;
import io.millrace.broker.server.logging.LoggerLevels;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.telemetry.ClientTelemetry;
import java.util.function.Supplier;

/**
 * What those who administer the cluster set and ask for.
 *
 * @param quotas what clients may use, and what they have used
 * @param quorum how the quorum of the metadata stands
 * @param telemetry the metrics that clients push
 * @param loggers the levels of this process's loggers
 * @param reconfiguration what this broker says to a change of its own configs, once its listeners are open
 */
public record Administration(
        ClientQuotas quotas,
        QuorumStatus quorum,
        ClientTelemetry telemetry,
        LoggerLevels loggers,
        Supplier<BrokerReconfiguration> reconfiguration) {}
