package io.millrace.hub.cli;

import io.millrace.connect.rest.access.Users;
import io.millrace.hub.client.CommandException;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace connector user}. */
@Command(
        name = "user",
        description =
                "Prints a line for the file that rest.authentication.users of a worker names. The password is asked"
                        + " for, or piped in.")
final class UserCommand implements Callable<Integer> {

    @Mixin
    private Output output;

    @Parameters(index = "0", paramLabel = "NAME")
    private String name;

    @Parameters(
            index = "1",
            paramLabel = "ROLES",
            description = "viewer, operator or admin; for some connectors only: admin@shop-*; several with commas.")
    private String roles;

    @Override
    public Integer call() {
        char[] password = Passwords.read("Password of " + name);
        if (password.length == 0) {
            throw new CommandException("a password is not empty");
        }
        try {
            String line = Users.line(name, roles, password);
            output.object(Map.of("line", line), line);
            return 0;
        } catch (IllegalArgumentException e) {
            throw new CommandException(e.getMessage(), e);
        }
    }
}
