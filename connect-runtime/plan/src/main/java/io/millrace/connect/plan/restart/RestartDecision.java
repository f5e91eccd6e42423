package io.millrace.connect.plan.restart;

import java.util.OptionalLong;

/**
 * What to do about a failure.
 *
 * @param restartAtMs when to start again, in milliseconds since 1970; empty for not at all
 * @param note why not, or which restart of how many
 */
public record RestartDecision(OptionalLong restartAtMs, String note) {}
