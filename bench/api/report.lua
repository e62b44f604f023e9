-- A name that only the server knows is asked for at the address in WRK_ADDRESS.
local address = os.getenv("WRK_ADDRESS")
if address then
  wrk.resolve = function(_, service) wrk.addrs = wrk.lookup(address, service) end
end

-- What wrk found, as JSON. Nothing here runs while the requests do.
done = function(summary)
  local errors = summary.errors
  io.write(string.format('{"requests":%d,"microseconds":%d,"bytes":%d,"failed":%d}\n',
    summary.requests, summary.duration, summary.bytes,
    errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
