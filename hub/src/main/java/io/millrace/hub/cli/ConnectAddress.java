package io.millrace.hub.cli;

import io.millrace.hub.client.HttpApi;
import picocli.CommandLine.Option;

/** Which Connect worker a command talks to. */
final class ConnectAddress {

    private static final String PASSWORD = "MILLRACE_CONNECT_PASSWORD";

    @Option(
            names = "--connect-url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:8083",
            description = "Where a Connect worker listens (default: ${DEFAULT-VALUE}).")
    private String url;

    @Option(
            names = "--connect-user",
            paramLabel = "NAME",
            description = "Who asks. The password is in the environment, " + PASSWORD + ", or is asked for.")
    private String user;

    private HttpApi api;

    /** The same one for all requests of a command, so that a password is asked for once. */
    HttpApi api() {
        if (api == null) {
            api = user == null
                    ? new HttpApi(url, "Connect worker")
                    : new HttpApi(url, "Connect worker", user, password());
        }
        return api;
    }

    private String password() {
        String given = System.getenv(PASSWORD);
        return given != null ? given : new String(Passwords.read("Password of " + user));
    }
}
