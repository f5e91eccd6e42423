package io.millrace.connectors.cdc.doctor;

import java.sql.SQLException;
import java.util.List;

/** One question to the source database. */
interface Check {

    List<Finding> examine(Examination examination) throws SQLException;
}
