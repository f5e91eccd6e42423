package io.millrace.hub.cli;

import io.millrace.hub.client.HttpApi;
import picocli.CommandLine.Option;

/** Which schema registry a command talks to. */
final class RegistryAddress {

    @Option(
            names = "--registry-url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8081",
            description = "Where the schema registry listens (default: ${DEFAULT-VALUE}).")
    private String url;

    String url() {
        return url;
    }

    HttpApi api() {
        return new HttpApi(url, "schema registry");
    }
}
