package io.millrace.broker.metadata.image;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.Uuid;

/** The last commands, oldest first, at most {@link #LIMIT}: what makes a retried command harmless. */
public final class RecentCommands {
    public static final int LIMIT = 512;

    /** The answers of a huge batch are not worth remembering past this; only the newest commands stay then. */
    public static final int LIMIT_BYTES = 4 * 1024 * 1024;

    public static final RecentCommands EMPTY = new RecentCommands(new LinkedHashMap<>(), 0);

    private final Map<Uuid, RecentCommand> byId;
    private final long bytes;

    private RecentCommands(Map<Uuid, RecentCommand> byId, long bytes) {
        this.byId = byId;
        this.bytes = bytes;
    }

    public Optional<RecentCommand> find(Uuid commandId) {
        return Optional.ofNullable(byId.get(commandId));
    }

    /** Oldest first. */
    public Collection<RecentCommand> all() {
        return Collections.unmodifiableCollection(byId.values());
    }

    RecentCommands with(Collection<RecentCommand> added) {
        Map<Uuid, RecentCommand> next = new LinkedHashMap<>(byId);
        long nextBytes = bytes;
        for (RecentCommand command : added) {
            next.put(command.commandId(), command);
            nextBytes += command.responseBytes();
        }
        var oldest = next.values().iterator();
        while (next.size() > LIMIT || (nextBytes > LIMIT_BYTES && next.size() > 1)) {
            nextBytes -= oldest.next().responseBytes();
            oldest.remove();
        }
        return new RecentCommands(next, nextBytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentCommands that && byId.equals(that.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return "RecentCommands[count=" + byId.size() + ", bytes=" + bytes + "]";
    }
}
