package io.millrace.connect.worker;

/** Clusters of workers on our own broker. */
class ClusterIT extends ClusterSuite {

    ClusterIT() {
        super(BrokerKind.MILLRACE);
    }
}
