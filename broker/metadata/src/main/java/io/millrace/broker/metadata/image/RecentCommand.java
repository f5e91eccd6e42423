package io.millrace.broker.metadata.image;

import java.util.Arrays;
import org.apache.kafka.common.Uuid;

/** A command that was applied, and the bytes of its answer: the same command again gets the same answer. */
public final class RecentCommand {
    private final Uuid commandId;
    private final byte[] response;

    public RecentCommand(Uuid commandId, byte[] response) {
        this.commandId = commandId;
        this.response = response.clone();
    }

    public Uuid commandId() {
        return commandId;
    }

    public byte[] response() {
        return response.clone();
    }

    int responseBytes() {
        return response.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RecentCommand that
                && commandId.equals(that.commandId)
                && Arrays.equals(response, that.response);
    }

    @Override
    public int hashCode() {
        return 31 * commandId.hashCode() + Arrays.hashCode(response);
    }

    @Override
    public String toString() {
        return "RecentCommand[commandId=" + commandId + ", responseBytes=" + response.length + "]";
    }
}
