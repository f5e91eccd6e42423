package io.millrace.broker.server.hosting;

/** How the quorum of the metadata stands, as this node sees it. */
@FunctionalInterface
public interface QuorumStatus {

    View now();

    /**
     * One moment of the quorum.
     *
     * @param leaderId the node that leads, -1 while nobody does
     * @param term the term of the leader
     * @param endIndex one more than the last entry that is applied here
     * @param port where peers reach this node, 0 if it has none
     */
    record View(int leaderId, long term, long endIndex, int port) {}
}
