package io.millrace.connect.plugins.validate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JdbcAddressesTest {
    private static final JdbcAddresses USUAL = JdbcAddresses.of(Map.of());

    @ParameterizedTest
    @MethodSource("hostile")
    void refusesWhatLoadsClassesOrTouchesFiles(String address) {
        assertThat(USUAL.reason("connection.url", address)).isPresent();
        assertThat(USUAL.reason("any.key.at.all", "  " + address)).isPresent();
    }

    static List<String> hostile() {
        return List.of(
                "jdbc:postgresql://h/d?socketFactory=evil.X&socketFactoryArg=http://e/x.xml",
                "JDBC:PostgreSQL://h/d?SOCKETFACTORY=evil.X",
                "jdbc:postgresql://h/d?socket%46actory=evil.X",
                "jdbc:postgresql://h/d?socket%2546actory=evil.X",
                "jdbc:postgresql://h/d?sslfactory=evil.X",
                "jdbc:postgresql://h/d?user=u&sslfactoryarg=x",
                "jdbc:postgresql://h/d?sslhostnameverifier=x",
                "jdbc:postgresql://h/d?sslpasswordcallback=x",
                "jdbc:postgresql://h/d?authenticationPluginClassName=x",
                "jdbc:postgresql://h/d?xmlFactoryFactory=x",
                "jdbc:postgresql://h/d?loggerLevel=TRACE&loggerFile=/var/www/shell.jsp",
                "jdbc:postgresql://h/d?jaasApplicationName=x",
                "jdbc:postgresql://h/d?options=-c%20x",
                "jdbc:redshift://h/d?iniFile=/etc/x",
                "jdbc:redshift://h/d?plugin_name=evil.X",
                "jdbc:mysql://h/d?allowLoadLocalInfile=true",
                "jdbc:mysql://h/d?allowUrlInLocalInfile=true",
                "jdbc:mysql://h/d?allowLoadLocalInfileInPath=/",
                "jdbc:mysql://h/d?autoDeserialize=true",
                "jdbc:mysql://h/d?queryInterceptors=com.mysql.cj.jdbc.interceptors.ServerStatusDiffInterceptor",
                "jdbc:mysql://h/d?statementInterceptors=x",
                "jdbc:mysql://h/d?exceptionInterceptors=x",
                "jdbc:mysql://h/d?detectCustomCollations=true",
                "jdbc:mysql://h/d?propertiesTransform=x",
                "jdbc:mysql://h/d?socketFactory=x",
                "jdbc:mysql://h/d?serverConfigCacheFactory=x",
                "jdbc:mysql://h/d?clientInfoProvider=x",
                "jdbc:mysql://h/d?useConfigs=x",
                "jdbc:mysql://address=(host=h)(autoDeserialize=true)/d",
                "jdbc:mysql://(host=h,allowLoadLocalInfile=true)/d",
                "jdbc:mysql:loadbalance://h,k/d?loadBalanceStrategy=x",
                "jdbc:mysql+srv://h/d?autoDeserialize=yes",
                "jdbc:mysql://h/d?a=b#&autoDeserialize=true",
                "jdbc:mysql://h/d?%61utoDeserialize=true",
                "jdbc:mariadb://h/d?allowLocalInfile=true",
                "jdbc:mariadb://h/d?socketFactory=x",
                "jdbc:sqlserver://h;trustManagerClass=x;trustManagerConstructorArg=y",
                "jdbc:sqlserver://h;databaseName=d;socketFactoryClass=x",
                "jdbc:sqlserver://h;accessTokenCallbackClass=x",
                "jdbc:sqlserver://h;clientKey=/etc/key",
                "jdbc:oracle:thin:@ldap://evil:389/x",
                "jdbc:oracle:thin:@h?TNS_ADMIN=/tmp",
                "jdbc:oracle:thin:@//h/s?oracle.net.tns_admin=/tmp",
                "jdbc:db2://h:50000/d:clientRerouteServerListJNDIName=ldap://e/x;",
                "jdbc:db2://h:50000/d:traceFile=/tmp/x;",
                "jdbc:snowflake://h/?client_config_file=/tmp/x",
                "jdbc:h2:mem:x;INIT=RUNSCRIPT FROM 'http://e/x.sql'",
                "jdbc:h2:file:/etc/x",
                "jdbc:hsqldb:file:/etc/x",
                "jdbc:derby:x;create=true",
                "jdbc:sqlite:/etc/passwd?enable_load_extension=true",
                "jdbc:duckdb:/etc/x",
                "jdbc:tc:postgresql:9://h/d",
                "jdbc:log4jdbc:h2:mem:x",
                "jdbc: h2 :mem:x",
                "jdbc::",
                "jdbc:postgresql://h/d?user=" + "x".repeat(10_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://h:5432,k:5433/d?sslmode=verify-full&sslrootcert=/etc/ca.pem&user=u&password=p%zz",
                "jdbc:mysql://h/d?useSSL=true&serverTimezone=UTC&rewriteBatchedStatements=true",
                "jdbc:mariadb://h/d",
                "jdbc:sqlserver://h:1433;databaseName=d;encrypt=true;trustServerCertificate=false",
                "jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(PROTOCOL=TCP)(HOST=h)(PORT=1521))(CONNECT_DATA=(SERVICE_NAME=s)))",
                "jdbc:oracle:thin:@//h:1521/s",
                "jdbc:db2://h:50000/d:sslConnection=true;",
                "no address at all",
                "",
            })
    void letsThroughWhatConnectorsCommonlyHave(String value) {
        assertThat(USUAL.reason("connection.url", value)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "driver.socketFactory, true",
        "driver.sslfactory, true",
        "driver.anythingClassName, true",
        "connection.autoDeserialize, true",
        "connection.allowLoadLocalInfile, true",
        "database.loggerFile, true",
        "connection.user, false",
        "connection.attempts, false",
        "connection.class, false",
        "driver.sslmode, false",
        "database.hostname, false",
        "topic.creation.enable, false",
    })
    void looksAtSettingsThatGoToADriverToo(String key, boolean refused) {
        assertThat(USUAL.reason(key, "x").isPresent()).isEqualTo(refused);
    }

    @Test
    void anOperatorPermitsWhatHeKnows() {
        // Given
        JdbcAddresses permissive = JdbcAddresses.of(Map.of(
                "connector.jdbc.schemes", "h2, PostgreSQL", "connector.jdbc.parameters.permitted", "socketFactory"));

        // Then
        assertThat(permissive.reason(
                        "url", "jdbc:postgresql://h/d?socketFactory=com.google.cloud.sql.postgres.SocketFactory"))
                .isEmpty();
        assertThat(permissive.reason("driver.socketFactory", "x")).isEmpty();
        assertThat(permissive.reason("url", "jdbc:h2:mem:x")).isEmpty();
        assertThat(permissive.reason("url", "jdbc:h2:mem:x;INIT=RUNSCRIPT")).isPresent();
        assertThat(permissive.reason("url", "jdbc:mysql://h/d").orElseThrow())
                .contains("mysql", "connector.jdbc.schemes", "h2, postgresql");
        assertThat(permissive
                        .reason("url", "jdbc:postgresql://h/d?password=geheim&loggerFile=/x")
                        .orElseThrow())
                .contains("loggerFile", "connector.jdbc.parameters.permitted")
                .doesNotContain("geheim");
    }
}
