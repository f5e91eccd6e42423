package io.millrace.broker.server.api;

import io.millrace.broker.server.hosting.ClusterMetadata;
import io.millrace.broker.server.hosting.QuorumStatus;
import io.millrace.broker.server.quota.ClientQuotas;
import io.millrace.broker.server.request.Administration;

/** The quotas of a scripted cluster, and a quorum of one node. */
public final class TestingAdministration {

    private TestingAdministration() {}

    public static Administration of(ClusterMetadata cluster) {
        var quotas = new ClientQuotas(cluster::image, ClientQuotas.Settings.DEFAULT);
        return new Administration(quotas, () -> new QuorumStatus.View(1, 1, 0, 0));
    }
}
