/** What somebody meant who misspelt a name. */
package io.millrace.names;
