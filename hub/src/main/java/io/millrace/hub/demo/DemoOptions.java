package io.millrace.hub.demo;

import java.nio.file.Path;

/**
 * What the demo is asked to do.
 *
 * @param seconds how long the shop changes
 * @param kill whether the hub is killed now and then
 * @param seed of the workload and of the moments of the kills
 * @param folder where hub data and files are kept
 * @param keep whether the folder stays after the end
 * @param terminal whether a person watches, so that lines can be redrawn
 * @param home the distribution
 */
public record DemoOptions(
        int seconds, boolean kill, long seed, Path folder, boolean keep, boolean terminal, Path home) {}
