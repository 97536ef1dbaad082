-- Forgets everything at once, whatever is stored under the keys.
--
-- KEYS[1]: the marks, which tell for which partitions there are streams of decisions. ARGV: prefix, the other keys.

local marks = redis.pcall('HKEYS', KEYS[1])
if not marks.err then
  for _, field in ipairs(marks) do
    redis.call('UNLINK', ARGV[1] .. 'match:' .. (string.match(field, '^%d+') or ''))
  end
end
for at = 2, #ARGV do
  redis.call('UNLINK', ARGV[at])
end
return 1
