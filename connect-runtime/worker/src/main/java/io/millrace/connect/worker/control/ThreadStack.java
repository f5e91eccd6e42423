package io.millrace.connect.worker.control;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a thread that works for a plugin does at this moment.
 *
 * @param state as {@link Thread.State} has it
 * @param call the method of the plugin that it is in; empty while it is in none
 * @param sinceMs when that call was first seen, in milliseconds since 1970; empty until a look has seen it
 * @param stack the newest frame first; cut where it is long
 */
public record ThreadStack(
        String name, Thread.State state, Optional<String> call, OptionalLong sinceMs, List<String> stack) {}
