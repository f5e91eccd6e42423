package io.millrace.registry.model.record;

/** That the named writer owns all later writes, and where its REST interface listens. */
public record LeaderClaim(String writer, String url) {}
