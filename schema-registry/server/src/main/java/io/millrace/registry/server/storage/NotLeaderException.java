package io.millrace.registry.server.storage;

/** Another instance owns the writes; it listens at the given URL. Nothing was changed. */
public final class NotLeaderException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String leaderUrl;

    public NotLeaderException(String leaderUrl) {
        super("the leader is " + leaderUrl);
        this.leaderUrl = leaderUrl;
    }

    /** Where the leader listens. */
    public String leaderUrl() {
        return leaderUrl;
    }
}
