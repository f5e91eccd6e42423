package io.millrace.registry.model.command;

import io.millrace.registry.model.record.RegistryRecord;
import java.util.List;

/**
 * What an operation wants to write, and what to answer once it is written.
 *
 * @param <T> the answer
 */
public record Proposal<T>(List<RegistryRecord> records, T response) {
    public Proposal {
        records = List.copyOf(records);
    }

    /** Nothing needs to be written. */
    public static <T> Proposal<T> unchanged(T response) {
        return new Proposal<>(List.of(), response);
    }
}
