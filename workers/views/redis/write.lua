-- Writes all or nothing: nothing when a field has not the value that it had when the writes were worked out.
--
-- ARGV[1]: JSON, the conditions and the commands. A condition is a hash, a field and its value, '' = there is none;
-- a command is a list of words.
-- Returns 1 = written, 0 = not.

local conditions, commands = unpack(cjson.decode(ARGV[1]))
for _, condition in ipairs(conditions) do
  local found = redis.call('HGET', condition[1], condition[2]) or ''
  if found ~= condition[3] then
    return 0
  end
end
for _, command in ipairs(commands) do
  redis.call(unpack(command))
end
return 1
