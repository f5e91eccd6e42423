package io.millrace.broker.consensus;

/** A voter: its node id and where its quorum port is. */
public record QuorumPeer(int nodeId, String host, int port) {}
