package io.millrace.broker.server.api;

import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.QuorumStatus;
import io.millrace.broker.server.hosting.SteadyClock;
import io.millrace.broker.server.logging.LoggerLevels;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.request.Administration;
import io.millrace.broker.server.request.BrokerReconfiguration;
import io.millrace.broker.server.telemetry.ClientTelemetry;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The quotas of a scripted cluster, a quorum of one node, and clients that push metrics which nobody forgets. */
public final class TestingAdministration {

    private static final BrokerReconfiguration TAKES_ALL = new BrokerReconfiguration() {
        @Override
        public CompletableFuture<Optional<String>> complaint(Map<String, String> values) {
            return CompletableFuture.completedFuture(Optional.empty());
        }

        @Override
        public CompletableFuture<Void> settled() {
            return CompletableFuture.completedFuture(null);
        }
    };

    private TestingAdministration() {}

    public static Administration of(ClusterMetadata cluster) {
        var quotas = new ClientQuotas(
                cluster::image, ClientQuotas.Settings.DEFAULT, SteadyClock.start(InstantSource.system())::millis);
        var telemetry = new ClientTelemetry(
                new ClientTelemetry.Settings(1, 1 << 20),
                () -> cluster.image().configs(),
                System::currentTimeMillis,
                (task, delayMs) -> {});
        return new Administration(
                quotas, () -> new QuorumStatus.View(1, 1, 0, 0), telemetry, LoggerLevels.ofBackend(), () -> TAKES_ALL);
    }
}
