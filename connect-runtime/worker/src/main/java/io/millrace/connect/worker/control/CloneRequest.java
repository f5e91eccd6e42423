package io.millrace.connect.worker.control;

import io.millrace.connect.plan.TargetState;
import java.util.Map;
import java.util.Optional;

/**
 * A connector to be made of another one.
 *
 * @param name of the new one
 * @param overrides what is different in its configuration; a null value deletes its key
 * @param offsets whether it begins where the other one is; else it begins where its name left off, if it was in use
 * @param initialState empty means STARTED
 * @param by who asks for it, where that is known
 */
public record CloneRequest(
        String name,
        Map<String, String> overrides,
        boolean offsets,
        Optional<TargetState> initialState,
        Optional<String> by) {}
