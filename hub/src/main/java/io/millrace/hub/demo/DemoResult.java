package io.millrace.hub.demo;

import java.util.List;

/**
 * How a run of the demo ended.
 *
 * @param proved whether source, warehouse and files agree for every table
 * @param seed by which the workload can be repeated
 * @param kills how often the hub was killed
 * @param transactions that the shop committed
 * @param tables the comparison
 */
public record DemoResult(boolean proved, long seed, int kills, long transactions, List<TableProof> tables) {}
