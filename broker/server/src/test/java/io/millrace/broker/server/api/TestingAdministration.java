package io.millrace.broker.server.api;

import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.QuorumStatus;
import io.millrace.broker.server.hosting.SteadyClock;
import io.millrace.broker.server.logging.LoggerLevels;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.request.Administration;
import io.millrace.broker.server.telemetry.ClientTelemetry;
import java.time.InstantSource;

/** The quotas of a scripted cluster, a quorum of one node, and clients that push metrics which nobody forgets. */
public final class TestingAdministration {

    private TestingAdministration() {}

    public static Administration of(ClusterMetadata cluster) {
        var quotas = new ClientQuotas(
                cluster::image, ClientQuotas.Settings.DEFAULT, SteadyClock.start(InstantSource.system())::millis);
        var telemetry = new ClientTelemetry(
                new ClientTelemetry.Settings(1, 1 << 20),
                () -> cluster.image().configs(),
                System::currentTimeMillis,
                (task, delayMs) -> {});
        return new Administration(quotas, () -> new QuorumStatus.View(1, 1, 0, 0), telemetry, LoggerLevels.ofBackend());
    }
}
