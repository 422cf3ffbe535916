/** Tables: CSV files, and one with planted anomalies. */
@NullMarked
package dev.seisei.data.table;

import org.jspecify.annotations.NullMarked;
