package io.millrace.broker.consensus;

/**
 * The waits of a quorum.
 *
 * @param electionMinMs and {@code electionMaxMs} bound how long a follower waits for its leader; Ratis' own default is
 *     so short that a loaded machine changes leaders while it starts
 * @param firstElectionMs how long the first election after a start waits; a lone voter has nobody to wait for
 * @param commandMs after this a command fails; it may still be applied, and its id makes a retry harmless
 * @param startMs after this a start without a leader fails
 */
public record QuorumTimings(int electionMinMs, int electionMaxMs, int firstElectionMs, int commandMs, int startMs) {
    public static final QuorumTimings DEFAULTS = new QuorumTimings(1000, 2000, 10, 30_000, 60_000);
}
