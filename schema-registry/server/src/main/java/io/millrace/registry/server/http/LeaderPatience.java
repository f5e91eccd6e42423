package io.millrace.registry.server.http;

import java.time.Duration;

/**
 * How long to wait for a connection to the leader, and then for its answer.
 *
 * @param connect until the leader takes the connection
 * @param answer for the whole answer; less than a leader may wait for its store costs claims too many, and no schema
 */
public record LeaderPatience(Duration connect, Duration answer) {}
