package io.millrace.registry.server.http;

/** What the server says about itself. */
public record ServerIdentity(String kafkaClusterId, String registryCluster, String version, String commitId) {}
