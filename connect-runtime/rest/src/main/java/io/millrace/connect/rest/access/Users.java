package io.millrace.connect.rest.access;

import io.millrace.http.access.Authentication;
import io.millrace.http.access.CallerReader;
import java.nio.file.Path;

/** Accounts whose roles are those of Connect. */
public final class Users {
    private static final CallerReader<Caller> READER = (name, roles) -> new Caller(name, Grant.parse(roles));

    private Users() {}

    /** {@code key} is the property that names the file, for what is said when it cannot be used. */
    public static Authentication<Caller> open(String key, Path file) {
        return Authentication.open(key, file, READER);
    }

    /** A line for that file. Fails with a message for people when a name or a role cannot stand in it. */
    public static String line(String name, String roles, char[] password) {
        return Authentication.line(name, roles, password, READER);
    }
}
